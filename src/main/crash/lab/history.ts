import type { FsyncPolicy } from '../../../shared/model.ts';
import { hashOfText } from './image-hasher.ts';
import type { JournalEntry } from './journal.ts';
import type { Change, Contents } from './subject.ts';
import { openedAtMs, type Step } from './workloads.ts';

/** What had become of a step when the crash came. */
export type StepState = 'not-asked' | 'asked' | 'refused' | 'answered' | 'promised';

export interface HistoryParts {
  steps: readonly Step[];
  states: readonly StepState[];
  /** The highest sequence number that any promise was about; 0 = none. */
  promisedSeq: number;
  /** The first step that was answered with a sequence number which an earlier one had; null = none. */
  reusedSeqAt: number | null;
  /** The first write that was promised after an fsync had failed; null = none. */
  promisedAfterFailedSync: number | null;
}

/** What the callers had been told by a point of the journal. */
export class History {
  readonly steps: readonly Step[];
  readonly states: readonly StepState[];
  readonly promisedSeq: number;
  readonly reusedSeqAt: number | null;
  readonly promisedAfterFailedSync: number | null;
  /** Steps up to the last one that was asked for. */
  readonly asked: number;
  /** All steps before this one must survive. */
  readonly promised: number;
  readonly hasRefusals: boolean;
  /** 32 bits that differ where what was promised does: the steps, and what they write. */
  readonly promiseHash: number;

  constructor(parts: HistoryParts) {
    this.steps = parts.steps;
    this.states = parts.states;
    this.promisedSeq = parts.promisedSeq;
    this.reusedSeqAt = parts.reusedSeqAt;
    this.promisedAfterFailedSync = parts.promisedAfterFailedSync;
    this.asked = this.states.findLastIndex((state) => state !== 'not-asked') + 1;
    this.promised = this.states.lastIndexOf('promised') + 1;
    this.hasRefusals = this.states.includes('refused');
    this.promiseHash = promiseHashOf(this.steps, this.states);
  }
}

const stepHashes = new WeakMap<readonly Step[], readonly number[]>();

/** Histories of one run have the same steps: each is hashed once. */
function hashesOf(steps: readonly Step[]): readonly number[] {
  let hashes = stepHashes.get(steps);
  if (hashes === undefined) {
    hashes = steps.map((step) => hashOfText(JSON.stringify(step)).low);
    stepHashes.set(steps, hashes);
  }
  return hashes;
}

function promiseHashOf(steps: readonly Step[], states: readonly StepState[]): number {
  let hash = 0;
  for (const [index, each] of hashesOf(steps).entries()) {
    if (states[index] === 'promised') hash = Math.imul(hash ^ each, 0x01000193) + index;
  }
  return hash | 0;
}

export const changesOf = (step: Step): readonly Change[] => {
  if (step.kind === 'change') return [step.change];
  return step.kind === 'batch' ? step.changes : [];
};

/** What a key has after a change, when it is looked at after the crash. */
export function valueAfter(change: Change): string | null {
  if (change.op === 'delete') return null;
  return change.expireAt !== undefined && change.expireAt <= openedAtMs ? null : change.value;
}

/**
 * Values that a key may have after the crash; null = not there. A promise must be kept unless a later step replaced
 * it; what was asked for without a promise, and what was refused, may be there or not. `clock`: whether one can say
 * which deadlines have passed.
 */
export function allowedValues(
  { steps, states }: History,
  clock: 'known' | 'unknown' = 'known',
): Map<string, Set<string | null>> {
  const allowed = new Map<string, Set<string | null>>();
  for (const [index, step] of steps.entries()) {
    const state = states[index];
    for (const change of changesOf(step)) {
      const before = allowed.get(change.key) ?? new Set([null]);
      const values = valuesAfter(change, clock);
      if (state === 'not-asked') allowed.set(change.key, before);
      else if (state === 'promised') allowed.set(change.key, new Set(values));
      else allowed.set(change.key, new Set([...before, ...values]));
    }
  }
  return allowed;
}

/** By a clock that jumps, any deadline may have passed at some time, or not. */
function valuesAfter(change: Change, clock: 'known' | 'unknown'): (string | null)[] {
  const hasDeadline = change.op === 'set' && change.expireAt !== undefined;
  return clock === 'unknown' && hasDeadline ? [change.value, null] : [valueAfter(change)];
}

/** Contents before the first step and after each one. */
export function contentsAfterEach(steps: readonly Step[]): Contents[] {
  const states: Contents[] = [new Map()];
  for (const step of steps) {
    const next = new Map(states[states.length - 1]);
    for (const change of changesOf(step)) {
      const value = valueAfter(change);
      if (value === null) next.delete(change.key);
      else next.set(change.key, value);
    }
    states.push(next);
  }
  return states;
}

/** Follows a journal and says what was promised so far: after a power loss, or after a mere kill. */
export class HistoryReader {
  readonly #steps: readonly Step[];
  readonly #fsync: FsyncPolicy;
  readonly #states: StepState[];
  #promisedSeq = 0;
  #answeredSeq = 0;
  #reusedSeqAt: number | null = null;
  #syncFailed = false;
  #promisedAfterFailedSync: number | null = null;

  constructor(steps: readonly Step[], fsync: FsyncPolicy) {
    this.#steps = steps;
    this.#fsync = fsync;
    this.#states = steps.map(() => 'not-asked');
  }

  advance(entry: JournalEntry): void {
    if (entry.kind === 'asked') this.#states[entry.step] = 'asked';
    else if (entry.kind === 'refused') this.#states[entry.step] = 'refused';
    else if (entry.kind === 'answered') this.#answered(entry);
    else if (entry.kind === 'failed-sync') this.#syncFailed = true;
  }

  afterPowerLoss(): History {
    return this.#history([...this.#states], this.#promisedSeq);
  }

  /** The system goes on and has what it was given: every answer counts. */
  afterKill(): History {
    const states = this.#states.map((state) => (state === 'answered' ? 'promised' : state));
    return this.#history(states, this.#answeredSeq);
  }

  /** The disk lied: what was answered was answered, and nothing could be promised. */
  afterLies(): History {
    const states = this.#states.map((state) => (state === 'promised' ? 'answered' : state));
    return this.#history(states, 0);
  }

  #history(states: readonly StepState[], promisedSeq: number): History {
    return new History({
      steps: this.#steps,
      states,
      promisedSeq,
      reusedSeqAt: this.#reusedSeqAt,
      promisedAfterFailedSync: this.#promisedAfterFailedSync,
    });
  }

  #answered({ step, durable, wrote, lastSeq }: Extract<JournalEntry, { kind: 'answered' }>): void {
    const promised = wrote && (this.#fsync === 'always' || durable);
    this.#states[step] = promised ? 'promised' : 'answered';
    if (promised && this.#syncFailed) this.#promisedAfterFailedSync ??= step;
    if (lastSeq !== null) {
      if (lastSeq <= this.#answeredSeq) this.#reusedSeqAt ??= step;
      this.#answeredSeq = Math.max(this.#answeredSeq, lastSeq);
      if (promised) this.#promisedSeq = this.#answeredSeq;
    }
    const { kind } = this.#steps[step]!;
    if (durable && (kind === 'sync' || kind === 'reopen')) this.#proveAllBefore(step);
  }

  /** Closing syncs, as an explicit sync does: all answers before it are promises now. */
  #proveAllBefore(step: number): void {
    this.#promisedSeq = this.#answeredSeq;
    for (let before = 0; before < step; before++) {
      if (this.#states[before] === 'answered') this.#states[before] = 'promised';
    }
  }
}
