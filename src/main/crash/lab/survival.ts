import { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import { ContentsReader } from './contents-reader.ts';
import type { CrashState } from './crash-state.ts';
import { DiskAt } from './disk-at.ts';
import type { FaultName } from './faults.ts';
import { changesOf, contentsAfterEach } from './history.ts';
import { type Planned, planSweep } from './plan-sweep.ts';
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

/** One column of the matrix: a kind of crash on a file system. */
export interface SurvivalColumn {
  kind: CrashKind;
  /** Whether the file system may leave this state; every state counts when it is absent. */
  allows?: (disk: DiskAt, state: CrashState) => boolean;
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
  /** States of each kind of crash, at most: what is beyond is left out, evenly. */
  limit: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** After so many states the event loop has a turn. */
const statesPerTurn = 64;

/** Of every acknowledged write of a workload: in how many crashes after its acknowledgement it is there. */
export async function survivalOf(options: SurvivalOptions): Promise<Survival> {
  const { subject, workload, fsync, seed, limit } = options;
  const plans = await Promise.all(
    crashKinds
      .filter((kind) => options.columns.some((column) => column.kind === kind))
      .map(async (kind) => {
        const faults = faultsOfKind[kind];
        return { kind, planned: await planSweep({ subject, workload, fsync, faults, limit, seed }) };
      }),
  );
  const total = plans.reduce((sum, { planned }) => sum + statesIn(planned), 0);
  const counting = new Counting(options, total);
  for (const { kind, planned } of plans) {
    for (const { trace, states } of planned) await counting.add(kind, trace, states);
  }
  return counting.result;
}

const statesIn = (planned: readonly Planned[]): number =>
  planned.reduce((sum, { states }) => sum + states.length, 0);

class Counting {
  readonly #options: SurvivalOptions;
  readonly #total: number;
  readonly #reader: ContentsReader;
  readonly #steps: (WriteFate[] | null)[];
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

  async add(kind: CrashKind, trace: Trace, states: readonly CrashState[]): Promise<void> {
    const { signal, onProgress } = this.#options;
    const answers = new Answers(trace);
    const after = contentsAfterEach(trace.workload.steps);
    const disk = new DiskAt();
    let reached = 0;
    for (const state of [...states].sort((one, other) => one.at - other.at)) {
      if (signal?.aborted) throw new WalscopeError('CANCELLED', 'Looking for what survives was stopped.');
      for (; reached < state.at; reached++) disk.advance(trace.journal[reached]!);
      const contents = await this.#reader.read(disk.image(state.fates));
      const there = survivingSteps(trace.workload.steps, answers.asked(state.at), after, contents);
      const isThere = (step: number) => (answers.acknowledged(step, state.at) ? there[step]! : null);
      this.#count(kind, disk, { trace, state }, isThere);
      this.#states += 1;
      if (this.#states % statesPerTurn !== 0) continue;
      onProgress?.(this.#states, this.#total);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /** `isThere`: null for a write that nobody had been told of. */
  #count(kind: CrashKind, disk: DiskAt, witness: Witness, isThere: (step: number) => boolean | null): void {
    for (const [index, column] of this.#options.columns.entries()) {
      if (column.kind !== kind || column.allows?.(disk, witness.state) === false) continue;
      for (const [step, fates] of this.#steps.entries()) {
        const there = isThere(step);
        if (fates !== null && there !== null) note(fates[index]!, there, witness);
      }
    }
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
