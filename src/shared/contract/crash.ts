import { z } from 'zod';
import { fsyncPolicy, verdict } from '../model.ts';
import { bytes, call, count, index, nothing, page, path, sessionId, sourceId } from './define.ts';
import { field } from './keys.ts';

/** Where on the log the power goes: before byte `offset` of `file`. */
export const crashPoint = z.object({ file: path, offset: index });
export type CrashPoint = z.infer<typeof crashPoint>;

/**
 * What became of the bytes that no fsync had proven at the crash point:
 * kept = the OS had written them after all · lost = gone to the last proven byte ·
 * torn = the last write is there up to the crash point, whatever its sector · zeroed = the size grew, the data did not
 */
export const unsynced = z.enum(['kept', 'lost', 'torn', 'zeroed']);
export type Unsynced = z.infer<typeof unsynced>;

export const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('flip'), file: path, offset: index, bit: z.number().int().min(0).max(7) }),
  z.object({ kind: z.literal('zero'), file: path, offset: index, length: z.number().int().min(1) }),
  z.object({ kind: z.literal('delete'), file: path }),
]);
export type Fault = z.infer<typeof fault>;

/** A crashed copy of a directory, with the recovery that was run on it. */
export const crashSession = z.object({
  session: sessionId,
  source: sourceId,
  /** The copy; the directory itself is never touched. */
  path: z.string(),
  /** What was done to it, in a sentence. */
  what: z.string(),
  steps: z.number(),
  /** Step at which the replay had to stop; null when it reached the end. */
  stopStep: z.number().nullable(),
  verdict,
  counts: z.object({
    kept: z.number(),
    lostAcknowledged: z.number(),
    lostUnpromised: z.number(),
    recordsReplayed: z.number(),
    bytesBehindStop: z.number(),
  }),
  recoveryMs: z.number(),
});
export type CrashSession = z.infer<typeof crashSession>;

export const crashCalls = {
  /** The files of the directory, for choosing a place. */
  'crash.files': call(
    z.object({ source: sourceId }),
    z.array(z.object({ file: z.string(), sizeBytes: z.number(), what: z.string() })),
  ),
  /** Bytes of one of those files as they are, whatever they belong to; fewer only at its end. */
  'crash.bytes': call(
    z.object({ source: sourceId, file: path, offset: index, length: z.number().int().min(1).max(4096) }),
    z.object({ bytes }),
  ),
  /** Why no process that writes to a copy can be killed, in a sentence; null where one can. */
  'crash.killRefusal': call(z.object({ source: sourceId }), z.string().nullable()),
  /** A child process writes into a copy under `policy` and is killed (SIGKILL). A job; its result names the session. */
  'crash.processKill': call(
    z.object({
      source: sourceId,
      policy: fsyncPolicy,
      valueBytes: z.number().int().min(0).max(65_536),
      /** Killed this long after its first acknowledgement; null = at a random moment within 500 ms. */
      killAfterMs: z.number().int().min(0).max(60_000).nullable(),
    }),
    z.object({ job: z.string() }),
  ),
  /** What a power loss there would leave, without doing it. */
  'crash.preview': call(
    z.object({ source: sourceId, point: crashPoint, unsynced, policy: fsyncPolicy }),
    z.object({
      /** Files as they would be: their length, or null when they would not be there. */
      files: z.array(z.object({ file: z.string(), sizeBytes: z.number().nullable() })),
      /** Last byte that an fsync had proven at that moment. */
      provenOffset: crashPoint.nullable(),
      lostRecords: z.number(),
      sentence: z.string(),
    }),
  ),
  'crash.powerLoss': call(
    z.object({ source: sourceId, point: crashPoint, unsynced, policy: fsyncPolicy }),
    crashSession,
  ),
  'crash.damage': call(z.object({ source: sourceId, faults: z.array(fault).min(1).max(64) }), crashSession),
  'crash.sessions': call(z.object({ source: sourceId }), z.array(crashSession)),
  /** Deletes the copy. */
  'crash.discard': call(z.object({ session: sessionId }), nothing),
  'recovery.steps': call(z.object({ session: sessionId, first: index, count }), page),
  'recovery.step': call(
    z.object({ session: sessionId, index }),
    z.object({
      index: z.number(),
      kind: z.string(),
      title: z.string(),
      file: z.string(),
      offset: z.number(),
      /** The step's bytes, at most 4 KiB. */
      bytes,
      fields: z.array(field),
      ok: z.boolean(),
      crcStored: z.number().nullable(),
      crcFound: z.number().nullable(),
      inWords: z.string(),
      /** What speaks for it: checks made, marks read, each with where. */
      evidence: z.array(z.object({ claim: z.string(), where: z.string(), ok: z.boolean().nullable() })),
    }),
  ),
  /** Keys before and after (diffRows), optionally of one category. */
  'recovery.diff': call(
    z.object({
      session: sessionId,
      category: z.enum(['all', 'changed', 'kept', 'lost-acknowledged', 'lost-unpromised']),
      first: index,
      count,
    }),
    page,
  ),
};
