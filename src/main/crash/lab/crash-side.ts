import type { FsyncPolicy } from '../../../shared/model.ts';
import { type CrashState, crashState } from './crash-state.ts';
import { DiskAt } from './disk-at.ts';
import type { Fate } from './fates.ts';
import { contentsAfterEach, HistoryReader, type StepState } from './history.ts';
import { contentsOf } from './invariants/evidence.ts';
import type { Operation } from './journal.ts';
import { historyFor, Judge, type Violation } from './judge.ts';
import { type Found, recoverState } from './recovery.ts';
import { type Replay, replayOf } from './replay.ts';
import type { Contents, Subject } from './subject.ts';
import { survivingSteps } from './surviving-steps.ts';
import { callsBefore, systemCalls } from './system-calls.ts';
import { type Trace, trace } from './trace.ts';
import type { Step, Workload } from './workloads.ts';

/** Where a crash comes, told by what callers see: engines differ in their system calls and not in their answers. */
export const crashMoments = ['asked', 'under-way', 'answered'] as const;
export type CrashMoment = (typeof crashMoments)[number];

/** What a crash makes of everything that no fsync had proven. */
export const crashOutcomes = ['killed', 'kept', 'lost', 'torn', 'names-lost'] as const;
export type CrashOutcome = (typeof crashOutcomes)[number];

export interface CrashPlace {
  step: number;
  moment: CrashMoment;
  outcome: CrashOutcome;
}

/** What became of one step of the workload. */
export interface StepOutcome {
  state: StepState;
  /** Whether the store shows it after the crash; null for steps that change no key. */
  isThere: boolean | null;
}

/** One engine after one crash. */
export interface CrashedSide {
  /** System calls that had happened, of all that the workload makes. */
  calls: number;
  allCalls: number;
  /** Operations that no fsync had proven, oldest first. */
  pending: readonly { text: string; fate: Fate }[];
  steps: readonly StepOutcome[];
  /** null when it would not open. */
  contents: Contents | null;
  /** What the engine says about itself, in a sentence. */
  sentence: string;
  violations: readonly Violation[];
  replay: Replay;
}

/** An engine whose workload has been traced once and can be crashed anywhere. */
export class CrashableSide {
  readonly #subject: Subject;
  readonly #trace: Trace;

  private constructor(subject: Subject, traced: Trace) {
    this.#subject = subject;
    this.#trace = traced;
  }

  static async of(subject: Subject, workload: Workload, fsync: FsyncPolicy): Promise<CrashableSide> {
    return new CrashableSide(subject, await trace(subject, workload, fsync));
  }

  /** The workload's steps and the closing. */
  get steps(): readonly Step[] {
    return this.#trace.workload.steps;
  }

  async crash(place: CrashPlace): Promise<CrashedSide> {
    const { journal, workload, fsync } = this.#trace;
    const at = this.#entriesAt(place);
    const disk = DiskAt.after(journal, at);
    const fates = fatesOf(disk.pending, place.outcome);
    const state = crashState(faultOf(place.outcome), at, fates);
    const image = disk.image(fates);
    const { segmentBytes } = workload;
    const recovery = await recoverState({
      subject: this.#subject,
      image,
      fsync,
      segmentBytes,
      failingRead: null,
    });
    if (recovery === null) throw new Error('a recovery without a failing read always ends');
    const reader = new HistoryReader(workload.steps, fsync);
    for (let entry = 0; entry < at; entry++) reader.advance(journal[entry]!);
    const history = historyFor(state, reader);
    const { violations } = new Judge(workload.steps, fsync).judge(state, history, recovery);
    const contents = contentsOf(recovery.second);
    const calls = systemCalls(journal);
    return {
      calls: callsBefore(calls, journal.length)[at]!,
      allCalls: calls.length,
      pending: this.#namesOf(disk.pending).map((text, index) => ({ text, fate: fates[index] ?? 'lost' })),
      steps: this.#outcomes(history.states, history.asked, contents),
      contents,
      sentence: sentenceOf(recovery.second),
      violations,
      replay: replayOf(this.#subject.name, this.#trace, state, violations[0]?.invariant ?? 'durability'),
    };
  }

  /** Entries that had happened then; the place of a step that was never asked for is the end. */
  #entriesAt({ step, moment }: CrashPlace): number {
    const { journal } = this.#trace;
    const asked = journal.findIndex((entry) => entry.kind === 'asked' && entry.step === step) + 1;
    const told = journal.findIndex(
      (entry) => (entry.kind === 'answered' || entry.kind === 'refused') && entry.step === step,
    );
    if (asked === 0 || told === -1) return journal.length;
    if (moment === 'asked') return asked;
    return moment === 'answered' ? told + 1 : underWay(this.#trace, asked, told);
  }

  #namesOf(pending: readonly Operation[]): string[] {
    const { journal } = this.#trace;
    const names = new Map(systemCalls(journal).map(({ at, text }) => [journal[at], text]));
    return pending.map((operation) => names.get(operation) ?? operation.kind);
  }

  #outcomes(states: readonly StepState[], asked: number, contents: Contents | null): StepOutcome[] {
    const { steps } = this.#trace.workload;
    const there = survivingSteps(steps, asked, contentsAfterEach(steps), contents ?? new Map());
    return steps.map((step, index) => ({
      state: states[index]!,
      isThere: step.kind === 'change' || step.kind === 'batch' ? contents !== null && there[index]! : null,
    }));
  }
}

/** After the first write of the step, and before what would prove it; in its midst when it writes nothing. */
function underWay({ journal }: Trace, asked: number, told: number): number {
  const written = journal.findIndex(
    (entry, index) => index >= asked && index < told && entry.kind === 'write',
  );
  return written === -1 ? asked + Math.floor((told - asked) / 2) : written + 1;
}

function fatesOf(pending: readonly Operation[], outcome: CrashOutcome): Fate[] {
  const lastWrite = pending.findLastIndex(({ kind }) => kind === 'write');
  return pending.map((operation, index): Fate => {
    if (outcome === 'lost') return 'lost';
    if (outcome === 'names-lost') {
      return operation.kind === 'write' || operation.kind === 'truncate' ? 'kept' : 'lost';
    }
    if (outcome === 'torn' && index === lastWrite && operation.kind === 'write') {
      return { firstBytes: Math.floor(operation.data.length / 2) };
    }
    return 'kept';
  });
}

const faultOf = (outcome: CrashOutcome): CrashState['fault'] => {
  if (outcome === 'killed') return 'process-kill';
  if (outcome === 'torn') return 'torn-write';
  return outcome === 'names-lost' ? 'lost-directory-entry' : 'power-loss';
};

function sentenceOf(found: Found): string {
  if (found.kind === 'opened') return found.opening.sentence;
  return found.kind === 'refused' && found.isEmpty ? 'There is no store here.' : found.message;
}
