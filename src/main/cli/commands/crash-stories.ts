import { WalscopeError } from '../../../shared/errors.ts';
import { plural } from '../../../shared/words.ts';
import { type PlayedScene, playScene, type Scene } from '../../crash/lab/scene.ts';
import { stories } from '../../crash/lab/stories/stories.ts';
import type { Story } from '../../crash/lab/stories/story.ts';
import { subjectOf } from '../../service/crash/subjects.ts';
import type { ExitCode, Invocation } from '../command.ts';
import { writeJson } from '../output.ts';

type Telling = Pick<Invocation<unknown>, 'io' | 'common'>;

/** Losses of data that happened, one a line. */
export async function listStories({ io, common }: Telling): Promise<ExitCode> {
  if (common.json) {
    await writeJson(
      io,
      stories.map(({ id, system, year, title }) => ({ id, system, year, title })),
    );
    return 0;
  }
  for (const { id, system, year, title } of stories) {
    await io.write(`${id.padEnd(22)} ${title} (${system}, ${year})\n`);
  }
  return 0;
}

interface Played {
  states: number;
  failing: number;
  state: string | null;
  sentence: string | null;
}

/** One of them, played as it was and with Walscope; 1 when Walscope loses something too. Throws INVALID_ARGUMENT. */
export async function tellStory(id: string, { io, common }: Telling): Promise<ExitCode> {
  const story = storyOf(id);
  const then = await play(story.sceneThen);
  const now = await play(story.sceneNow);
  if (common.json) {
    const { sceneThen: _, sceneNow: __, ...text } = story;
    await writeJson(io, { ...text, then, now });
  } else await io.write(inWords(story, then, now));
  return now !== null && now.failing > 0 ? 1 : 0;
}

function storyOf(id: string): Story {
  const story = stories.find((each) => each.id === id);
  if (story !== undefined) return story;
  const known = stories.map((each) => each.id).join(', ');
  throw new WalscopeError('INVALID_ARGUMENT', `There is no story "${id}": choose from ${known}.`);
}

async function play(scene: Scene | null): Promise<Played | null> {
  if (scene === null) return null;
  const { states, failing, counterexample }: PlayedScene = await playScene(scene, subjectOf(scene.engine));
  return {
    states,
    failing,
    state: counterexample?.state ?? null,
    sentence: counterexample?.sentence ?? null,
  };
}

function inWords(story: Story, then: Played | null, now: Played | null): string {
  const { title, system, versions, happened, before, recoveryThen, walscopeNow, cannotModel, sources } =
    story;
  const lines = [
    `${title}: ${system}`,
    versions,
    '',
    happened,
    `Before: ${before}`,
    `Then: ${recoveryThen}`,
    `Walscope: ${walscopeNow}`,
    '',
    ...(then === null ? [`Not played: ${cannotModel}`] : [`Played then: ${outcome(then)}`]),
    ...(now === null ? [] : [`Played now: ${outcome(now)}`]),
    '',
    ...sources.map(({ title: name, url, date }) => `${date} ${name}: ${url}`),
  ];
  return `${lines.join('\n')}\n`;
}

function outcome({ states, failing, state, sentence }: Played): string {
  const counted = `${plural(states, 'crash', 'crashes')}, ${failing} failing`;
  return sentence === null ? `${counted}.` : `${counted}. ${sentence} (${state})`;
}
