import type { FsyncPolicy } from '../../../shared/model.ts';
import { SeededRandom } from '../../../shared/seeded-random.ts';
import type { Fault } from '../../engine/fs/faulty-file-system.ts';
import type { CrashState } from './crash-state.ts';
import { deriveStates } from './derive-states.ts';
import { type FaultName, runFaults } from './faults.ts';
import { jumpingClock } from './jumping-clock.ts';
import { nestedStates } from './nested-states.ts';
import { permittedStates } from './profiles/permits.ts';
import type { Profile } from './profiles/profile.ts';
import { spread } from './spread.ts';
import type { Subject } from './subject.ts';
import { type RunTrouble, type Trace, trace } from './trace.ts';
import { openedAtMs, type Workload } from './workloads.ts';

/** States of one fault of one workload, at most: what is beyond is left out, evenly. */
const maxStatesPerFault = 500_000;
/** A run in which a call fails gives about so many states. */
const statesPerRun = 3;
/** A crash in a recovery takes a recovery to be planned: no more than so many times its share, should others leave theirs. */
const nestedPerShare = 4;

/** States that come from the same run of the workload. */
export interface Planned {
  trace: Trace;
  /** The call that failed in this run; null when none did. */
  failure: Fault | null;
  states: CrashState[];
}

export interface PlanOptions {
  subject: Subject;
  workload: Workload;
  fsync: FsyncPolicy;
  faults: readonly FaultName[];
  /** The file system that is assumed. Default: the strictest that POSIX allows. */
  profile?: Profile | undefined;
  /** States to be planned, at most. */
  limit: number;
  seed: number;
}

/** Runs the workload and chooses crashes of it, an even share of the limit for each fault. */
export async function planSweep(options: PlanOptions): Promise<Planned[]> {
  const { faults, limit, seed } = options;
  const calm = await run(options);
  const planned: Planned[] = [];
  const atRest: CrashState[][] = [];
  const share = Math.ceil(limit / faults.length);
  for (const [index, fault] of faults.entries()) {
    if (fault === 'clock-jump') planned.push(await jumpingRun(options, share));
    else if (runFaults.has(fault)) {
      planned.push(
        ...(await failingRuns(options, calm, fault, Math.ceil(share / statesPerRun), seed + index)),
      );
    } else if (fault === 'crash-in-recovery')
      atRest.push(await crashedRecoveries(options, calm, nestedPerShare * share));
    else {
      const states = permitted(options, calm, deriveStates(calm, fault, seed));
      atRest.push([...take(states, maxStatesPerFault)]);
    }
  }
  const left = limit - planned.reduce((sum, { states }) => sum + states.length, 0);
  const states = shared(atRest, Math.max(left, 0));
  planned.unshift({ trace: calm, failure: null, states: states.sort((one, other) => one.at - other.at) });
  return planned;
}

async function run(
  { subject, workload, fsync, profile }: PlanOptions,
  trouble: RunTrouble | null = null,
): Promise<Trace> {
  const traced = await trace(subject, workload, fsync, trouble);
  return { ...traced, syncReach: profile?.syncReach ?? 'own' };
}

function permitted(
  { profile }: PlanOptions,
  traced: Trace,
  states: Iterable<CrashState>,
): Iterable<CrashState> {
  return profile === undefined ? states : permittedStates(profile, traced, states);
}

async function crashedRecoveries(options: PlanOptions, calm: Trace, limit: number): Promise<CrashState[]> {
  const { subject, fsync, workload, seed } = options;
  const recovery = { subject, fsync, segmentBytes: workload.segmentBytes, nowMs: openedAtMs };
  const states: CrashState[] = [];
  for await (const state of nestedStates(recovery, calm, { limit, seed })) {
    if (states.length >= Math.min(limit, maxStatesPerFault)) break;
    states.push(state);
  }
  return states;
}

/** The workload again, by a clock that jumps. */
async function jumpingRun(options: PlanOptions, count: number): Promise<Planned> {
  const { seed } = options;
  const jumped = await run(options, { now: jumpingClock(seed) });
  const states = [...permitted(options, jumped, deriveStates(jumped, 'clock-jump', seed))];
  return { trace: jumped, failure: null, states: spread(states, count) };
}

/** The workload again, with one call failing in each run: all such calls, or some of them spread evenly. */
async function failingRuns(
  options: PlanOptions,
  calm: Trace,
  fault: FaultName,
  maxRuns: number,
  seed: number,
): Promise<Planned[]> {
  const random = new SeededRandom(seed);
  const planned: Planned[] = [];
  for (const failure of spread(failuresOf(calm, fault, random), maxRuns)) {
    const failed = await run(options, { failure, restarts: fault !== 'fsync-error' });
    const states = [...permitted(options, failed, deriveStates(failed, fault, seed))];
    planned.push({ trace: failed, failure, states });
  }
  return planned;
}

function failuresOf(calm: Trace, fault: FaultName, random: SeededRandom): Fault[] {
  const each = (kind: Fault['kind'], rest: (nth: number) => Omit<Fault, 'kind' | 'nth'>): Fault[] =>
    Array.from({ length: calm.calls(kind) }, (_, index) => ({ kind, nth: index + 1, ...rest(index + 1) }));
  switch (fault) {
    case 'write-error':
      return each('write', () => ({ errno: 'EIO', duration: 'once' }));
    case 'short-write':
      return each('write', () => ({ errno: 'EIO', duration: 'once', shortBytes: 1 + random.below(120) }));
    case 'no-space':
      return each('write', () => ({ errno: 'ENOSPC', duration: 'stays', shortBytes: random.below(60) }));
    case 'fsync-error':
    case 'fsync-error-restart':
      return [
        ...each('sync', () => ({ errno: 'EIO', duration: 'once' })),
        ...each('syncDirectory', () => ({ errno: 'EIO', duration: 'once' })),
      ];
    default:
      return [];
  }
}

/** Equal shares of the limit; what a small group leaves goes to the larger ones. */
function shared(groups: CrashState[][], limit: number): CrashState[] {
  const bySize = [...groups].sort((one, other) => one.length - other.length);
  const chosen: CrashState[] = [];
  for (const [index, group] of bySize.entries()) {
    const share = Math.floor((limit - chosen.length) / (bySize.length - index));
    for (const state of spread(group, share)) chosen.push(state);
  }
  return chosen;
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const item of items) {
    if (taken++ >= count) return;
    yield item;
  }
}
