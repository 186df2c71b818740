import { z } from 'zod';
import { fsyncPolicy } from '../model.ts';
import { bytes, call, index, jobId, noParams } from './define.ts';
import { alteredEngine, labName, replayText, seed } from './sweep.ts';

/** How the store goes down, from the mildest to the worst. */
export const survivalKinds = ['kill', 'power', 'fsync-error'] as const;

const survivalId = z.string().min(1).max(64);

export const survivalSetup = alteredEngine.extend({ workload: labName, seed });
export type SurvivalSetup = z.infer<typeof survivalSetup>;

const survivalWrite = z.object({
  step: z.number(),
  /** `SET user:1`, `batch of 3`. */
  title: z.string(),
});

export const survivalColumn = z.object({
  fsync: fsyncPolicy,
  kind: z.enum(survivalKinds),
  /** File system that the crash happens on. */
  profile: z.string(),
  /** Whether all its states have been looked at. */
  done: z.boolean(),
});
export type SurvivalColumn = z.infer<typeof survivalColumn>;

/** Of each acknowledged write (row) in each column: the crashes after its acknowledgement that keep and lose it. */
export const survivalMatrix = z.object({
  survival: survivalId,
  job: jobId,
  setup: survivalSetup,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  error: z.string().nullable(),
  writes: z.array(survivalWrite),
  columns: z.array(survivalColumn),
  /** 32-bit counts, little-endian, row by row. Both are 0 where a write was never acknowledged. */
  kept: bytes,
  lost: bytes,
  states: z.number(),
  /** Those that left different bytes. */
  distinct: z.number(),
});
export type SurvivalMatrix = z.infer<typeof survivalMatrix>;

export const survivalCalls = {
  /** A job; columns that are done are told by `survival.changed`. */
  'survival.start': call(survivalSetup, survivalMatrix),
  /** The newest matrix, or null when there was none. */
  'survival.last': call(noParams, survivalMatrix.nullable()),
  /** A state in which the write is there, or is not; null when there is none. */
  'survival.replay': call(
    z.object({ survival: survivalId, write: index, column: index, isThere: z.boolean() }),
    replayText.nullable(),
  ),
};
