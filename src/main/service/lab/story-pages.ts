import type { PlayedScene, Story } from '../../../shared/contract/lab.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { stories } from '../../crash/lab/stories/stories.ts';
import { playedScene } from './exhibit-pages.ts';

/** The stories, in their order. */
export function storyPages(): Story[] {
  return stories.map(({ sceneThen, sceneNow, sources, ...page }) => ({
    ...page,
    sources: sources.map((source) => ({ ...source })),
    hasThen: sceneThen !== null,
    hasNow: sceneNow !== null,
  }));
}

/** Whether a story cites this address: no other one leads out of the app. */
export const isCitedSource = (url: string): boolean =>
  stories.some(({ sources }) => sources.some((source) => source.url === url));

/** Throws NOT_FOUND. */
export async function playStory(id: string, when: 'then' | 'now'): Promise<PlayedScene> {
  const story = stories.find((each) => each.id === id);
  const scene = (when === 'then' ? story?.sceneThen : story?.sceneNow) ?? null;
  if (scene === null) throw new WalscopeError('NOT_FOUND', `The story "${id}" has no scene of ${when}.`);
  return playedScene(scene);
}
