import type { Exhibit, PlayedScene } from '../../../shared/contract/lab.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { exhibitPages } from '../../crash/lab/exhibits/pages.ts';
import { encodeReplay } from '../../crash/lab/replay.ts';
import { playScene, type Scene } from '../../crash/lab/scene.ts';
import { subjectOf } from '../crash/subjects.ts';

/** The gallery's pages, in its order. */
export function exhibits(): Exhibit[] {
  return exhibitPages.map(({ smallest: _, promises, findings, ...page }) => ({
    ...page,
    promises: [...promises],
    findings: findings.map((finding) => ({ ...finding })),
  }));
}

/** Throws NOT_FOUND. */
export async function playExhibit(engine: string): Promise<PlayedScene> {
  const page = exhibitPages.find((each) => each.engine === engine);
  if (page === undefined) throw new WalscopeError('NOT_FOUND', `There is no exhibit "${engine}".`);
  return playedScene(page.smallest);
}

/** All crashes of a scene, with the smallest that shows what is looked for as a replay. */
export async function playedScene(scene: Scene): Promise<PlayedScene> {
  const { states, failing, counterexample } = await playScene(scene, subjectOf(scene.engine));
  if (counterexample === null) return { states, failing, counterexample };
  const { state, sentence, replay } = counterexample;
  return { states, failing, counterexample: { state, sentence, text: encodeReplay(replay) } };
}
