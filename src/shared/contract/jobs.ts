import { z } from 'zod';
import { damagedRange, formatId } from '../model.ts';
import { savePoint } from './app.ts';
import { bytes, call, jobId, nothing, path, sourceId } from './define.ts';

export const skippedKey = z.object({ key: bytes, db: z.number(), reason: z.string() });

/** What a finished job has to say, by kind. Bytes, ms, counts. */
export const jobResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['snapshot', 'compact']),
    bytesBefore: z.number(),
    bytesAfter: z.number(),
    keys: z.number(),
    ms: z.number(),
  }),
  z.object({
    kind: z.literal('verify'),
    damage: z.enum(['none', 'torn-tail', 'corrupt']),
    keys: z.number(),
    records: z.number(),
    damaged: z.array(damagedRange),
    sentence: z.string(),
    ms: z.number(),
  }),
  z.object({
    kind: z.enum(['export', 'import']),
    keys: z.number(),
    lost: z.array(damagedRange),
    file: z.string(),
  }),
  z.object({ kind: z.literal('convert'), keys: z.number(), skipped: z.array(skippedKey), path: z.string() }),
  z.object({
    kind: z.literal('repair'),
    keys: z.number(),
    skipped: z.array(skippedKey),
    path: z.string(),
    /** What was found, chosen and done, as JSON. */
    report: z.string(),
  }),
  z.object({ kind: z.literal('kill'), session: z.string() }),
  /** What was found is told by the section's own calls. */
  z.object({ kind: z.literal('lab') }),
]);
export type JobResult = z.infer<typeof jobResult>;

export const job = z.object({
  id: jobId,
  source: sourceId,
  /** For people: "Compacting shop". */
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  /** 0 = not known. */
  total: z.number(),
  unit: z.enum(['bytes', 'records', 'keys', 'writes', 'states']),
  startedMs: z.number(),
  cancellable: z.boolean(),
  result: jobResult.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type Job = z.infer<typeof job>;
const started = z.object({ job: jobId });

export const jobsCalls = {
  'jobs.list': call(z.object({}), z.array(job)),
  'jobs.cancel': call(z.object({ job: jobId }), nothing),
  'maintenance.snapshot': call(z.object({ source: sourceId }), started),
  'maintenance.compact': call(z.object({ source: sourceId }), started),
  'maintenance.verify': call(z.object({ source: sourceId }), started),
  'maintenance.settings': call(
    z.object({ source: sourceId }),
    z.object({ savePoints: z.array(savePoint), garbageShare: z.number().nullable() }),
  ),
  'maintenance.configure': call(
    z.object({
      source: sourceId,
      savePoints: z.array(savePoint).max(8),
      garbageShare: z.number().min(0.05).max(0.95).nullable(),
    }),
    nothing,
  ),
  /** What a conversion could not hold, before it starts. */
  'convert.plan': call(
    z.object({ source: sourceId, to: formatId }),
    z.object({
      keys: z.number(),
      skipped: z.array(skippedKey),
      /** Names of the libraries of functions that the target cannot hold. */
      libraries: z.array(z.string()),
      /** Records that cannot be read: `salvage` must be set to go on. */
      damaged: z.array(damagedRange),
      salvageable: z.number(),
    }),
  ),
  'convert.start': call(
    z.object({ source: sourceId, to: formatId, target: path, salvage: z.boolean() }),
    started,
  ),
};
