import type { FsyncPolicy } from '../../../shared/model.ts';
import { SeededRandom } from '../../../shared/seeded-random.ts';
import type { Fault } from '../../engine/fs/faulty-file-system.ts';
import type { CrashState } from './crash-state.ts';
import { deriveStates } from './derive-states.ts';
import { type FaultName, runFaults } from './faults.ts';
import type { Subject } from './subject.ts';
import { type Trace, trace } from './trace.ts';
import type { Workload } from './workloads.ts';

/** States of one fault of one workload, at most: what is beyond is left out, evenly. */
const maxStatesPerFault = 500_000;
/** A run in which a call fails gives about so many states. */
const statesPerRun = 3;

/** States that come from the same run of the workload. */
export interface Planned {
  trace: Trace;
  states: CrashState[];
}

export interface PlanOptions {
  subject: Subject;
  workload: Workload;
  fsync: FsyncPolicy;
  faults: readonly FaultName[];
  /** States to be planned, at most. */
  limit: number;
  seed: number;
}

/** Runs the workload and chooses crashes of it, an even share of the limit for each fault. */
export async function planSweep(options: PlanOptions): Promise<Planned[]> {
  const { subject, workload, fsync, faults, limit, seed } = options;
  const calm = await trace(subject, workload, fsync);
  const planned: Planned[] = [];
  const atRest: CrashState[][] = [];
  let left = limit;
  for (const [index, fault] of faults.entries()) {
    if (!runFaults.has(fault)) {
      atRest.push([...take(deriveStates(calm.journal, fault, seed), maxStatesPerFault)]);
      continue;
    }
    const share = Math.ceil(limit / faults.length);
    const runs = await failingRuns(options, calm, fault, Math.ceil(share / statesPerRun), seed + index);
    planned.push(...runs);
    left -= runs.reduce((sum, { states }) => sum + states.length, 0);
  }
  const states = shared(atRest, Math.max(left, 0));
  planned.unshift({ trace: calm, states: states.sort((one, other) => one.at - other.at) });
  return planned;
}

/** The workload again, with one call failing in each run: all such calls, or some of them spread evenly. */
async function failingRuns(
  { subject, workload, fsync }: PlanOptions,
  calm: Trace,
  fault: FaultName,
  maxRuns: number,
  seed: number,
): Promise<Planned[]> {
  const random = new SeededRandom(seed);
  const planned: Planned[] = [];
  for (const failure of spread(failuresOf(calm, fault, random), maxRuns)) {
    const restarts = fault !== 'fsync-error';
    const failed = await trace(subject, workload, fsync, { failure, restarts });
    planned.push({ trace: failed, states: [...deriveStates(failed.journal, fault, seed)] });
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

function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]!);
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const item of items) {
    if (taken++ >= count) return;
    yield item;
  }
}
