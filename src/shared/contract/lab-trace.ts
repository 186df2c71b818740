import { z } from 'zod';
import { fsyncPolicy } from '../model.ts';
import { index } from './define.ts';

/** A trace that is kept in main until newer ones push it out. */
export const traceId = z.string().min(1).max(64);

/** A journal that is shown has at most so many entries; longer ones are for sweeps. */
export const maxTraceEntries = 2000;

/**
 * One line of a trace. Calls: write … failed-sync. Words between the engine and its caller: asked, answered, refused.
 */
const traceEntryKinds = [
  'write',
  'truncate',
  'create',
  'mkdir',
  'unlink',
  'rename',
  'fsync',
  'fsync-directory',
  'failed-fsync',
  'asked',
  'answered',
  'refused',
] as const;

export const traceEntry = z.object({
  kind: z.enum(traceEntryKinds),
  /** The file or directory that it changes or syncs, by number, for a file outlives its name. -1 for words. */
  node: z.number(),
  /** The file that it is about: of a creation, a rename or an unlink the one that has, gets or loses the name. */
  target: z.number(),
  /** The file that had the name before; null = none. */
  replaces: z.number().nullable(),
  /** What it was called then, relative to the store; for words, the step. */
  name: z.string(),
  /** `162 B at 4,096`, `→ MANIFEST`, `SET user:1`. */
  detail: z.string(),
  /** First byte and count of what a write writes; 0 for all else. */
  position: z.number(),
  bytes: z.number(),
  /** Entry of the fsync that brings this change to the disk; null = none in this trace. Of changes only. */
  provenBy: z.number().nullable(),
  /** Steps that had been asked for and not yet answered, whose work this may be; of words, the one step. */
  steps: z.array(z.number()),
  /** An answer that the fsync policy makes a promise. */
  promises: z.boolean(),
});
export type TraceEntry = z.infer<typeof traceEntry>;

export const traceStep = z.object({
  /** `SET user:1`, `snapshot`, `close and open again`. */
  title: z.string(),
  keys: z.array(z.string()),
  askedAt: z.number().nullable(),
  answeredAt: z.number().nullable(),
  refused: z.boolean(),
});
export type TraceStep = z.infer<typeof traceStep>;

/**
 * What a crash makes of one operation that no fsync had brought to the disk. `size-only` = the file grew, and zeros
 * stand where its bytes should be (`garbage`: anything, `stale`: what the blocks held before); `firstBytes` = torn after so many; `withoutSector` = one sector of 512 B is missing.
 */
export const crashFate = z.union([
  z.enum(['kept', 'lost', 'size-only', 'garbage', 'stale']),
  z.object({ firstBytes: index }),
  z.object({ withoutSector: index }),
]);
export type CrashFate = z.infer<typeof crashFate>;

/** How the process ended; `recorded` = as the replay says that was opened. */
export const crashKind = z.enum(['power', 'kill', 'recorded']);
export type CrashKind = z.infer<typeof crashKind>;

export const traceView = z.object({
  trace: traceId,
  engine: z.string(),
  engineTitle: z.string(),
  workload: z.string(),
  fsync: fsyncPolicy,
  entries: z.array(traceEntry).max(maxTraceEntries),
  steps: z.array(traceStep),
  /** Entry at which the store stands and the first step is asked for. */
  readyAt: z.number(),
  /** The crash in whose recovery this trace lies, in words, and the trace in which it was chosen. */
  inside: z.object({ outer: traceId, what: z.string() }).nullable(),
  /** The crash that a replay file brought along. */
  recorded: z
    .object({
      at: z.number(),
      kind: crashKind,
      fates: z.array(crashFate),
      /** In words: the fault, and what else was done to the disk. */
      what: z.string(),
      invariant: z.string(),
    })
    .nullable(),
});
export type TraceView = z.infer<typeof traceView>;

export const labCrash = z.object({
  trace: traceId,
  /** Entries that had happened. */
  at: index,
  kind: crashKind,
  /** Of each change that was pending then, oldest first; what is not named is lost. */
  fates: z.array(crashFate).max(maxTraceEntries),
});
