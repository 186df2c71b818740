import { describe, expect, it } from 'vitest';
import { long, tried } from '../../../engine/specs/tried.ts';
import { subjectOf } from '../../../service/crash/subjects.ts';
import { decodeReplay, encodeReplay, playReplay } from '../replay.ts';
import { playScene } from '../scene.ts';
import { storyModels } from './models/models.ts';
import { stories } from './stories.ts';

/** Of Walscope, which shows nothing in any of them. */
const maxStatesNow = long ? 100_000 : 600;
/** Of Walscope: there are fewer bytes to crash within. */
const segmentBytes = 256;

const played = stories.filter(({ cannotModel }) => cannotModel === null);

describe.each(played.map((story) => [story.id, story] as const))(
  'the story of %s',
  (_, { sceneThen, sceneNow }) => {
    it('lost data then, in a crash that can be played again', async () => {
      const subject = subjectOf(sceneThen!.engine);
      const { states, counterexample } = await playScene(sceneThen!, subject);
      tried('crash states', states);
      expect(counterexample).not.toBeNull();
      const { violations } = await playReplay(decodeReplay(encodeReplay(counterexample!.replay)), subject);
      expect(violations.map(({ invariant }) => invariant)).toContain(sceneThen!.invariant);
    });

    it('loses nothing now', async () => {
      const { states, failing } = await playScene(
        { segmentBytes, ...sceneNow! },
        subjectOf('walscope'),
        maxStatesNow,
      );
      tried('crash states', states);
      expect(states).toBeGreaterThan(0);
      expect(failing).toBe(0);
      const { lostRename: _, ...same } = sceneThen!;
      expect(sceneNow).toEqual({ ...same, engine: 'walscope' });
    });
  },
);

describe('the stories', () => {
  it('are plain data, each with its sources, and with a scene unless it says why not', () => {
    expect(structuredClone(stories)).toEqual(stories);
    expect(new Set(stories.map(({ id }) => id)).size).toBe(stories.length);
    for (const { id, sources, cannotModel, sceneThen, sceneNow } of stories) {
      expect(sources.length, id).toBeGreaterThan(0);
      for (const { url } of sources) expect(URL.canParse(url), url).toBe(true);
      expect([sceneThen === null, sceneNow === null], id).toEqual([
        cannotModel !== null,
        cannotModel !== null,
      ]);
    }
  });

  it('are all that their models are for', () => {
    const engines = stories.map(({ sceneThen }) => sceneThen?.engine);
    for (const { name } of storyModels) expect(engines).toContain(name);
  });
});
