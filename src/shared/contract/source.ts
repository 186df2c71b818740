import { z } from 'zod';
import { capability, formatId, fsyncPolicy, verdict } from '../model.ts';
import { call, nothing, path, sourceId } from './define.ts';

/** What the status bar shows; sent again whenever it changes, at most 8 times a second. Bytes, ms, counts. */
export const sourceStatus = z.object({
  source: sourceId,
  keys: z.number(),
  /** False while a directory is still being read: `keys` and `records` are what has been seen so far. */
  exact: z.boolean(),
  records: z.number().nullable(),
  sizeBytes: z.number(),
  /** Bytes of live records; what a full compaction would leave, about. */
  liveBytes: z.number().nullable(),
  readOnly: z.boolean(),
  readOnlyReason: z.string().nullable(),
  /** It is not where it was opened any more: saving is refused, and what is only looked at not read, until it is back. */
  missing: z.boolean(),
  /** Bytes read so far, while a directory is still being read; null once it has been, or where it need not be. */
  reading: z.object({ done: z.number(), total: z.number() }).nullable(),
  /** Null where the format has no fsync policy of ours. */
  durability: z
    .object({
      policy: fsyncPolicy,
      acknowledgedSeq: z.number(),
      durableSeq: z.number(),
      /** Bytes acknowledged but not proven on disk. */
      gapBytes: z.number(),
      /** When the oldest unproven write was acknowledged (ms since 1970); null when the gap is empty. */
      gapSinceMs: z.number().nullable(),
      lastFsyncMs: z.number().nullable(),
      /** Why nothing more can become durable: a failed fsync, a full disk. */
      failure: z.string().nullable(),
    })
    .nullable(),
});
export type SourceStatus = z.infer<typeof sourceStatus>;

export const sourceInfo = z.object({
  id: sourceId,
  path: z.string(),
  /** Last part of the path. */
  name: z.string(),
  format: formatId,
  /** As people call it: "Walscope", "Guide log". */
  formatTitle: z.string(),
  capabilities: z.array(capability),
  readOnly: z.boolean(),
  readOnlyReason: z.string().nullable(),
  /** True when the directory is only looked at: nothing in it changes, not even a lock file. */
  forensic: z.boolean(),
  verdict,
  openMs: z.number(),
  /** Who else has it open for writing, when that is why it is read-only. */
  holderPid: z.number().nullable(),
  status: sourceStatus,
});
export type SourceInfo = z.infer<typeof sourceInfo>;

export const sourceCalls = {
  /** Opens a directory as a tab. `create`: a new Walscope directory in a place that is missing or empty. */
  'source.open': call(
    z.object({ path, readOnly: z.boolean().optional(), create: z.boolean().optional() }),
    sourceInfo,
  ),
  'source.close': call(z.object({ source: sourceId }), nothing),
  /** Stops reading a directory that is still being read: what has been read stays. */
  'source.stopReading': call(z.object({ source: sourceId }), nothing),
  'source.list': call(z.object({}), z.array(sourceInfo)),
  'source.info': call(z.object({ source: sourceId }), sourceInfo),
  /** Opens a damaged Walscope directory for writing after a person has chosen to go on without what is unreadable. */
  'source.acceptDamage': call(z.object({ source: sourceId }), sourceInfo),
  'source.setPolicy': call(z.object({ source: sourceId, policy: fsyncPolicy }), sourceStatus),
  /** An fsync now; resolves when everything acknowledged before it is proven. */
  'source.sync': call(z.object({ source: sourceId }), sourceStatus),
};
