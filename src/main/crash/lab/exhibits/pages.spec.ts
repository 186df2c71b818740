import { describe, expect, it } from 'vitest';
import { long, tried } from '../../../engine/specs/tried.ts';
import { subjectOf } from '../../../service/crash/subjects.ts';
import { decodeReplay, encodeReplay, playReplay } from '../replay.ts';
import { playScene } from '../scene.ts';
import { sweep } from '../sweep.ts';
import { exhibits } from './exhibits.ts';
import { exhibitPages } from './pages.ts';

/** Of Walscope, which shows nothing in any of them. */
const maxStatesNow = long ? 100_000 : 600;
/** Of Walscope: there are fewer bytes to crash within. */
const segmentBytes = 256;

describe.each(exhibitPages.map((page) => [page.engine, page] as const))('the page of %s', (engine, page) => {
  const subject = subjectOf(engine);

  it.each(page.findings)('$fault: $sentence', async ({ fault, invariant, workload, fsync }) => {
    const result = await sweep({
      subject,
      workloads: [workload],
      fsync,
      faults: [fault],
      limit: 500,
      seed: 1,
    });
    tried('crash states', result.distinct);
    expect(result.failures.map((failure) => failure.invariant)).toContain(invariant);
  });

  it('shows the smallest counterexample, which can be played again', async () => {
    const { counterexample } = await playScene(page.smallest, subject);
    expect(counterexample).not.toBeNull();
    const replay = decodeReplay(encodeReplay(counterexample!.replay));
    const { violations } = await playReplay(replay, subject);
    expect(violations.map(({ invariant }) => invariant)).toContain(page.smallest.invariant);
  });

  it('shows nothing that Walscope would do on the same stage', async () => {
    const { states, failing } = await playScene(
      { segmentBytes, ...page.smallest },
      subjectOf('walscope'),
      maxStatesNow,
    );
    expect(states).toBeGreaterThan(0);
    expect(failing).toBe(0);
  });
});

describe('the gallery', () => {
  it('has a page for each exhibit, as plain data', () => {
    expect(exhibitPages.map(({ engine }) => engine)).toEqual(exhibits.map(({ name }) => name));
    expect(structuredClone(exhibitPages)).toEqual(exhibitPages);
    for (const { engine, smallest } of exhibitPages) expect(smallest.engine).toBe(engine);
  });
});
