import type { PlainError } from '../../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../../shared/model.ts';
import type { CrashState } from '../../../crash/lab/crash-state.ts';
import type { CrashKind } from '../../../crash/lab/survival.ts';
import type { Trace } from '../../../crash/lab/trace.ts';

/** What a worker is asked to work out: one policy. Plain data. */
export interface SurvivalTask {
  /** Name of the subject. */
  engine: string;
  workload: string;
  seed: number;
  fsync: FsyncPolicy;
  /** States of each column, at most. */
  limit: number;
  columns: readonly { kind: CrashKind; profile: string }[];
}

/** A trace without what cannot be handed to another thread. */
export type PlainTrace = Omit<Trace, 'calls'>;

export interface PlainWitness {
  /** Index among the traces of the answer. */
  trace: number;
  state: CrashState;
}

export interface PlainFate {
  kept: number;
  lost: number;
  keptIn: PlainWitness | null;
  lostIn: PlainWitness | null;
}

export interface SurvivalAnswer {
  states: number;
  distinct: number;
  /** By step and then by column; null for steps that write nothing. */
  steps: readonly (readonly PlainFate[] | null)[];
  traces: readonly PlainTrace[];
}

export type SurvivalMessage =
  | { type: 'progress'; done: number; total: number }
  | { type: 'done'; answer: SurvivalAnswer }
  | { type: 'failed'; error: PlainError };
