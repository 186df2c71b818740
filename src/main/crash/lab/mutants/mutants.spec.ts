import { describe, expect, it } from 'vitest';
import { hungAfterMs, long, tried } from '../../../engine/specs/tried.ts';
import { subjectOf } from '../../../service/crash/subjects.ts';
import { walscopeSubject } from '../../../service/crash/walscope-subject.ts';
import { decodeReplay, encodeReplay, playReplay } from '../replay.ts';
import { playScene } from '../scene.ts';
import { sweep } from '../sweep.ts';
import { alteredName, partsOfName } from './altered-name.ts';
import type { MutantPage } from './mutant.ts';
import { mutantIds } from './mutant-ids.ts';
import { mutantPages, mutants } from './mutants.ts';

/** Of Walscope, which shows nothing in any of them. */
const maxStatesNow = long ? 100_000 : 600;

const named = (pages: readonly MutantPage[]) => pages.map((page) => [page.id, page] as const);
const noticed = named(mutantPages.filter(({ redundant }) => redundant === null));
const redundant = named(mutantPages.filter((page) => page.redundant !== null));
const shown = named(mutantPages.filter(({ smallest }) => smallest !== null));

/** Violations that a sweep of the mutant finds. */
async function sweepWithout({ id, workloads, faults, fsync }: MutantPage, limit: number): Promise<string[]> {
  const subject = subjectOf(alteredName('walscope', [id]));
  const result = await sweep({ subject, workloads, fsync, faults, limit, seed: 1 });
  tried('crash states', result.distinct);
  return result.failures.map(({ invariant, sentence }) => `${invariant}: ${sentence}`);
}

describe.each(shown)('the smallest counterexample of %s', (id, { smallest, redundant: why }) => {
  it('is one without it, can be played again, and is none for Walscope', async () => {
    const engine = alteredName('walscope', [id, ...(why?.without ?? [])]);
    const scene = { ...smallest!, engine };
    const { states, counterexample } = await playScene(scene, subjectOf(engine));
    tried('crash states', states);
    expect(counterexample).not.toBeNull();
    const replay = decodeReplay(encodeReplay(counterexample!.replay));
    const { violations } = await playReplay(replay, subjectOf(replay.engine));
    expect(violations.map(({ invariant }) => invariant)).toContain(scene.invariant);
    expect((await playScene(scene, walscopeSubject, maxStatesNow)).failing).toBe(0);
  });
});

describe.each(redundant)('without %s', (_, page) => {
  it('a sweep finds nothing', { timeout: hungAfterMs }, async () => {
    expect(await sweepWithout(page, long ? 20_000 : 120)).toEqual([]);
  });
});

describe.runIf(long).each(noticed)('without %s', (_, page) => {
  it('a sweep finds a counterexample', { timeout: hungAfterMs }, async () => {
    expect(await sweepWithout(page, 20_000)).not.toEqual([]);
  });
});

describe('the table', () => {
  it('is plain data, with an id of its own for each', () => {
    expect(structuredClone(mutantPages)).toEqual(mutantPages);
    const ids = mutants.map(({ id }) => id);
    expect(ids).toEqual(mutantIds);
    expect(new Set(ids).size).toBe(ids.length);
    for (const page of mutantPages) {
      for (const id of page.redundant?.without ?? []) expect(ids).toContain(id);
      expect(page.smallest !== null, page.id).toBe((page.redundant?.without.length ?? 1) > 0);
    }
  });

  it('gives every choice of mutants a name of its own', () => {
    const name = alteredName('walscope', ['seal-fsync', 'frame-fsync']);
    expect(partsOfName(name)).toEqual({ engine: 'walscope', ids: ['seal-fsync', 'frame-fsync'] });
    expect(subjectOf(name).name).toBe('walscope-without-frame-fsync+seal-fsync');
    expect(alteredName('walscope', [])).toBe(walscopeSubject.name);
    expect(() => subjectOf('walscope-without-nothing')).toThrow(/"nothing" can be taken out: choose from/);
  });
});
