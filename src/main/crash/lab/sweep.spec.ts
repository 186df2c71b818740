import { describe, expect, it } from 'vitest';
import { fsyncPolicies } from '../../../shared/model.ts';
import { hungAfterMs, long, tried } from '../../engine/specs/tried.ts';
import { subjectOf } from '../../service/crash/subjects.ts';
import { walscopeSubject } from '../../service/crash/walscope-subject.ts';
import { faultNames, faultsOf } from './faults.ts';
import { decodeReplay, encodeReplay, playReplay } from './replay.ts';
import { type SweepOptions, type SweepResult, sweep } from './sweep.ts';
import { workloadNames, workloadsOf } from './workloads.ts';

const seed = 20_260;

function sweepOf(engine: string, options: Partial<SweepOptions> = {}): Promise<SweepResult> {
  const subject = subjectOf(engine);
  return sweep({
    subject,
    workloads: workloadsOf('all', subject),
    fsync: 'always',
    faults: faultsOf([]),
    limit: 1500,
    seed,
    ...options,
  });
}

const told = ({ failures }: SweepResult): string[] =>
  failures.map(
    ({ invariant, workload, state, sentence }) => `${invariant}: ${workload}: ${state}: ${sentence}`,
  );

describe('the sweep of Walscope', () => {
  it.each([
    ...fsyncPolicies.map((fsync) => ({ engine: 'walscope', fsync })),
    { engine: 'walscope-keys-on-disk', fsync: 'always' as const },
  ])('finds nothing ($engine, $fsync)', { timeout: hungAfterMs }, async ({ engine, fsync }) => {
    const result = await sweepOf(engine, { fsync, limit: long ? 200_000 : 1200 });
    tried('crash states', result.distinct);
    expect(told(result)).toEqual([]);
    expect(result.states).toBeGreaterThan(1000);
    expect(result.distinct).toBeGreaterThan(result.states / 3);
    expect(result.checks).toBeGreaterThan(8 * result.states);
    for (const fault of faultsOf([])) expect(result.perFault[fault]?.states, fault).toBeGreaterThan(0);
  });

  it('gives the same for the same seed, and other crashes for another', async () => {
    const options = { workloads: ['snapshot', 'writers'], limit: 200 };
    const first = await sweepOf('walscope', options);
    expect(await sweepOf('walscope', options)).toEqual(first);
    const other = await sweepOf('walscope', { ...options, seed: seed + 1 });
    expect(other).not.toEqual(first);
  });

  it('does what it is asked for and no more', async () => {
    const result = await sweepOf('walscope', { workloads: ['puts'], faults: ['torn-write'], limit: 50 });
    expect(result.perFault).toEqual({ 'torn-write': { states: 50, failing: 0 } });
    expect(result.states).toBe(50);
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    await expect(sweepOf('walscope', { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

/** For each exhibit what it must be caught with, as `invariant fault`. */
const known: Record<string, readonly string[]> = {
  'json-overwrite': ['opens process-kill', 'opens torn-write', 'durability power-loss'],
  'json-rename': ['durability power-loss', 'opens size-before-data', 'no-invention bit-rot'],
  'json-rename-fsync': ['durability power-loss', 'durability lost-directory-entry'],
  'guide-no-fsync': ['durability power-loss', 'durability torn-write', 'durability reordered-writes'],
  guide: ['durability lost-directory-entry', 'loss-reported bit-rot', 'loss-reported truncated-file'],
};

describe.each(Object.entries(known))('the sweep of %s', (engine, expected) => {
  it('catches it where it loses data, with crashes that can be played again', async () => {
    const result = await sweepOf(engine);
    tried('crash states', result.distinct);
    const found = result.failures.map(({ invariant, fault }) => `${invariant} ${fault}`);
    for (const each of expected) expect(found).toContain(each);
    for (const { invariant, replay } of result.failures) {
      const { violations } = await playReplay(decodeReplay(encodeReplay(replay)), subjectOf(engine));
      expect(violations.map((violation) => violation.invariant)).toContain(invariant);
    }
  });

  it('shows nothing that Walscope would do under the same crashes', async () => {
    const { failures } = await sweepOf(engine);
    const [failure] = failures;
    const { fault, workload } = failure!;
    const same = await sweepOf('walscope', { workloads: [workload], faults: [fault], limit: 40 });
    expect(told(same)).toEqual([]);
  });
});

describe('Walscope with its fsyncs taken out', () => {
  it.each([
    ['walscope-no-fsync', 'puts', ['power-loss']],
    ['walscope-no-directory-fsync', 'roll', ['power-loss', 'lost-directory-entry']],
    ['walscope-no-directory-fsync', 'snapshot', ['power-loss', 'lost-directory-entry']],
  ] as const)('%s loses what it promised (%s)', async (engine, workload, faults) => {
    const { failures } = await sweepOf(engine, { workloads: [workload], faults, limit: 300 });
    expect(failures.map(({ invariant }) => invariant)).toContain('durability');
  });
});

describe('the guide’s compaction', () => {
  it('loses what was written after it when its rename never got to the disk', async () => {
    const { failures } = await sweepOf('guide', { workloads: ['snapshot'], faults: ['power-loss'] });
    expect(failures.map(({ invariant }) => invariant)).toContain('durability');
  });
});

describe('names', () => {
  it('are taken with commas and without, and unknown ones are refused', () => {
    expect(faultsOf(['torn-write,power-loss', 'bit-rot'])).toEqual(['power-loss', 'torn-write', 'bit-rot']);
    expect(faultsOf([])).toEqual(faultNames);
    expect(() => faultsOf(['flood'])).toThrow(/There is no fault "flood"/);
    expect(workloadsOf('all', walscopeSubject)).toEqual(workloadNames);
    expect(() => workloadsOf('ttl', subjectOf('guide'))).toThrow(/guide has no workload "ttl"/);
    expect(() => subjectOf('magic')).toThrow(/There is no engine "magic"/);
  });
});
