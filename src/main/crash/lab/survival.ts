import { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import { ContentsReader } from './contents-reader.ts';
import type { CrashState } from './crash-state.ts';
import { DiskFollower } from './disk-follower.ts';
import type { FaultName } from './faults.ts';
import { changesOf, contentsAfterEach } from './history.ts';
import { type Planned, planSweep } from './plan-sweep.ts';
import type { Profile } from './profiles/profile.ts';
import type { Subject } from './subject.ts';
import { survivingSteps } from './surviving-steps.ts';
import type { Trace } from './trace.ts';
import type { Workload } from './workloads.ts';

/** How the store goes down, from the mildest to the worst. */
export const crashKinds = ['kill', 'power', 'fsync-error'] as const;
export type CrashKind = (typeof crashKinds)[number];

/**
 * The states of each kind. Torn writes are left out: such a write is the last one and no fsync covers it, so that for
 * what was acknowledged they are the same as its loss.
 */
const faultsOfKind: Readonly<Record<CrashKind, readonly FaultName[]>> = {
  kill: ['process-kill'],
  power: ['power-loss', 'reordered-writes', 'size-before-data', 'lost-directory-entry'],
  'fsync-error': ['fsync-error'],
};

/** One column of the matrix: a kind of crash on a file system, the strictest that POSIX allows unless one is named. */
export interface SurvivalColumn {
  kind: CrashKind;
  profile?: Profile;
}

/** One state in which a write is there, or is not. */
export interface Witness {
  trace: Trace;
  state: CrashState;
}

/** What became of one write in every state after its acknowledgement; both counts are 0 if it never had any. */
export interface WriteFate {
  kept: number;
  lost: number;
  keptIn: Witness | null;
  lostIn: Witness | null;
}

export interface Survival {
  states: number;
  /** Those that left different bytes. */
  distinct: number;
  /** By step of the workload and then by column; null for steps that write nothing. */
  steps: readonly (readonly WriteFate[] | null)[];
}

export interface SurvivalOptions {
  subject: Subject;
  workload: Workload;
  fsync: FsyncPolicy;
  seed: number;
  columns: readonly SurvivalColumn[];
  /** States of each column, at most: what is beyond is left out, evenly. */
  limit: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** After so many states the event loop has a turn. */
const statesPerTurn = 64;

/** Of every acknowledged write of a workload: in how many crashes after its acknowledgement it is there. */
export async function survivalOf(options: SurvivalOptions): Promise<Survival> {
  const { subject, workload, fsync, seed, limit } = options;
  const plans: Planned[][] = [];
  for (const { kind, profile } of options.columns) {
    const faults = faultsOfKind[kind];
    plans.push(await planSweep({ subject, workload, fsync, faults, profile, limit, seed }));
  }
  const total = plans.flat().reduce((sum, { states }) => sum + states.length, 0);
  const counting = new Counting(options, total);
  for (const [column, planned] of plans.entries()) {
    for (const { trace, states } of planned) await counting.add(column, trace, states);
  }
  return counting.result;
}

class Counting {
  readonly #options: SurvivalOptions;
  readonly #total: number;
  /** One for all columns: most disks that one file system may leave others may leave too. */
  readonly #reader: ContentsReader;
  readonly #steps: readonly (readonly WriteFate[] | null)[];
  #states = 0;

  constructor(options: SurvivalOptions, total: number) {
    const { subject, workload, fsync, columns } = options;
    this.#options = options;
    this.#total = total;
    this.#reader = new ContentsReader({ subject, fsync, segmentBytes: workload.segmentBytes });
    this.#steps = workload.steps.map((step) =>
      changesOf(step).length === 0
        ? null
        : columns.map(() => ({ kept: 0, lost: 0, keptIn: null, lostIn: null })),
    );
  }

  get result(): Survival {
    return { states: this.#states, distinct: this.#reader.distinct, steps: this.#steps };
  }

  async add(column: number, trace: Trace, states: readonly CrashState[]): Promise<void> {
    const { steps } = trace.workload;
    const answers = new Answers(trace);
    const after = contentsAfterEach(steps);
    const disks = new DiskFollower(trace.journal, trace.syncReach);
    for (const state of [...states].sort((one, other) => one.at - other.at)) {
      const contents = await this.#reader.read(disks.at(state.at).image(state.fates));
      const there = survivingSteps(steps, answers.asked(state.at), after, contents);
      for (const [step, fates] of this.#steps.entries()) {
        if (fates === null || !answers.acknowledged(step, state.at)) continue;
        note(fates[column]!, there[step]!, { trace, state });
      }
      await this.#turn();
    }
  }

  async #turn(): Promise<void> {
    const { signal, onProgress } = this.#options;
    if (signal?.aborted) throw new WalscopeError('CANCELLED', 'Looking for what survives was stopped.');
    this.#states += 1;
    if (this.#states % statesPerTurn !== 0) return;
    onProgress?.(this.#states, this.#total);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

function note(fate: WriteFate, isThere: boolean, witness: Witness): void {
  if (isThere) {
    fate.kept += 1;
    fate.keptIn ??= witness;
  } else {
    fate.lost += 1;
    fate.lostIn ??= witness;
  }
}

/** Where in a journal each step was asked for and acknowledged. */
class Answers {
  readonly #asked: readonly number[];
  readonly #acknowledged = new Map<number, number>();

  constructor({ journal, workload }: Trace) {
    const asked = workload.steps.map(() => Number.POSITIVE_INFINITY);
    for (const [index, entry] of journal.entries()) {
      if (entry.kind === 'asked') asked[entry.step] = index;
      else if (entry.kind === 'answered' && entry.wrote) this.#acknowledged.set(entry.step, index);
    }
    this.#asked = asked;
  }

  /** Steps up to the last one that was asked for within the first `at` entries. */
  asked(at: number): number {
    return this.#asked.findLastIndex((index) => index < at) + 1;
  }

  acknowledged(step: number, at: number): boolean {
    return (this.#acknowledged.get(step) ?? Number.POSITIVE_INFINITY) < at;
  }
}
