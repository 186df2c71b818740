import type { FsyncPolicy } from '../../../shared/model.ts';
import type { Journal, JournalEntry } from './journal.ts';
import type { Change, Contents } from './subject.ts';
import { openedAtMs, type Step } from './workloads.ts';

/** What had become of a step when the crash came. */
export type StepState = 'not-asked' | 'asked' | 'refused' | 'answered' | 'promised';

/** What the callers had been told by a point of the journal. */
export class History {
  readonly steps: readonly Step[];
  readonly states: readonly StepState[];
  /** The highest sequence number that any promise was about. */
  readonly promisedSeq: number;

  constructor(steps: readonly Step[], states: readonly StepState[], promisedSeq: number) {
    this.steps = steps;
    this.states = states;
    this.promisedSeq = promisedSeq;
  }

  /** Steps up to the last one that was asked for. */
  get asked(): number {
    return this.states.findLastIndex((state) => state !== 'not-asked') + 1;
  }

  /** All steps before this one must survive. */
  get promised(): number {
    return this.states.lastIndexOf('promised') + 1;
  }

  get hasRefusals(): boolean {
    return this.states.includes('refused');
  }
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

  constructor(steps: readonly Step[], fsync: FsyncPolicy) {
    this.#steps = steps;
    this.#fsync = fsync;
    this.#states = steps.map(() => 'not-asked');
  }

  advance(entry: JournalEntry): void {
    if (entry.kind === 'asked') this.#states[entry.step] = 'asked';
    else if (entry.kind === 'refused') this.#states[entry.step] = 'refused';
    else if (entry.kind === 'answered') this.#answered(entry.step, entry.durable, entry.lastSeq);
  }

  afterPowerLoss(): History {
    return new History(this.#steps, [...this.#states], this.#promisedSeq);
  }

  /** The system goes on and has what it was given: every answer counts. */
  afterKill(): History {
    const states = this.#states.map((state) => (state === 'answered' ? 'promised' : state));
    return new History(this.#steps, states, this.#answeredSeq);
  }

  #answered(step: number, durable: boolean, lastSeq: number | null): void {
    const { kind } = this.#steps[step]!;
    this.#states[step] = this.#fsync === 'always' || durable ? 'promised' : 'answered';
    this.#answeredSeq = Math.max(this.#answeredSeq, lastSeq ?? 0);
    if (this.#states[step] === 'promised') this.#promisedSeq = Math.max(this.#promisedSeq, lastSeq ?? 0);
    // Closing syncs, as an explicit sync does: all answers before it are promises now.
    if (kind !== 'sync' && kind !== 'reopen') return;
    this.#promisedSeq = this.#answeredSeq;
    for (let before = 0; before <= step; before++) {
      if (this.#states[before] === 'answered') this.#states[before] = 'promised';
    }
  }
}

export function historyAt(
  steps: readonly Step[],
  fsync: FsyncPolicy,
  journal: Journal,
  at: number,
): HistoryReader {
  const reader = new HistoryReader(steps, fsync);
  for (let index = 0; index < at; index++) reader.advance(journal[index]!);
  return reader;
}
