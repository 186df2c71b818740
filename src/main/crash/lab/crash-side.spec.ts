import { describe, expect, it } from 'vitest';
import type { FsyncPolicy } from '../../../shared/model.ts';
import { subjectOf } from '../../service/crash/subjects.ts';
import { CrashableSide, type CrashPlace } from './crash-side.ts';
import { playReplay } from './replay.ts';
import type { Step, Workload } from './workloads.ts';

const set = (key: string, value: string): Step => ({ kind: 'change', change: { op: 'set', key, value } });
const workload: Workload = {
  name: 'few',
  steps: [set('a', 'a1'), set('b', 'b1'), set('a', 'a2')],
  callers: 1,
  segmentBytes: 64 * 1024,
};

async function crash(engine: string, fsync: FsyncPolicy, place: CrashPlace) {
  const side = await CrashableSide.of(subjectOf(engine), workload, fsync);
  return side.crash(place);
}

describe('one engine, crashed at a step', () => {
  it('keeps under always what was answered, when nothing unproven survives', async () => {
    const crashed = await crash('walscope', 'always', { step: 1, moment: 'answered', outcome: 'lost' });
    expect(crashed.steps.map(({ state, isThere }) => [state, isThere])).toEqual([
      ['promised', true],
      ['promised', true],
      ['not-asked', false],
      ['not-asked', null],
    ]);
    expect([...crashed.contents!]).toEqual([
      ['a', 'a1'],
      ['b', 'b1'],
    ]);
    expect(crashed.violations).toEqual([]);
    expect(crashed.calls).toBeLessThan(crashed.allCalls);
  });

  it('loses under no what was answered, and breaks no promise by that', async () => {
    const crashed = await crash('walscope', 'no', { step: 1, moment: 'answered', outcome: 'lost' });
    expect(crashed.steps.slice(0, 2)).toEqual([
      { state: 'answered', isThere: false },
      { state: 'answered', isThere: false },
    ]);
    expect(crashed.pending.length).toBeGreaterThan(1);
    expect(crashed.pending.every(({ fate }) => fate === 'lost')).toBe(true);
    expect(crashed.violations).toEqual([]);
  });

  it('finds what was handed over after a mere kill', async () => {
    const crashed = await crash('walscope', 'no', { step: 2, moment: 'answered', outcome: 'killed' });
    expect(crashed.contents?.get('a')).toBe('a2');
    expect(crashed.steps[2]).toEqual({ state: 'promised', isThere: true });
  });

  it('comes between the write and what would prove it', async () => {
    const place = { step: 1, moment: 'under-way', outcome: 'torn' } as const;
    const crashed = await crash('walscope', 'always', place);
    const last = crashed.pending.at(-1);
    expect(last?.text).toMatch(/^write .* B$/);
    expect(last?.fate).toMatchObject({ firstBytes: expect.any(Number) });
    expect(crashed.steps[1]).toEqual({ state: 'asked', isThere: false });
    expect(crashed.sentence).toMatch(/[.]$/);
  });

  it('shows the loss of an engine that never syncs a directory, as a replay that plays again', async () => {
    const place = { step: 2, moment: 'answered', outcome: 'names-lost' } as const;
    const crashed = await crash('json-rename-fsync', 'always', place);
    expect(crashed.violations.map(({ invariant }) => invariant)).toContain('durability');
    const again = await playReplay(crashed.replay, subjectOf('json-rename-fsync'));
    expect(again.violations).toEqual(crashed.violations);
  });
});
