import { z } from 'zod';
import { maxKeyBytes, maxStagedChanges } from '../limits.ts';
import { valueType } from '../model.ts';
import { bytes, call, sourceId } from './define.ts';

const key = bytes.refine((value) => value.length <= maxKeyBytes, 'a key has at most 64 KiB');

/**
 * One staged change. `expireAt` is an absolute deadline in ms, null = none; keeping a TTL is naming it again.
 * `ifSeq` is the sequence number that the key had when it was staged, null = it was not there, absent = whatever.
 */
export const change = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('set'),
    key,
    /** The value of a structure is the JSON that an export shows of it. */
    type: valueType.default('string'),
    value: bytes,
    expireAt: z.number().int().positive().nullable(),
    ifSeq: z.number().nullable().optional(),
  }),
  z.object({ op: z.literal('delete'), key, ifSeq: z.number().nullable().optional() }),
]);
export type Change = z.infer<typeof change>;
const changes = z.array(change).min(1).max(maxStagedChanges);

export const editsCalls = {
  /** The exact bytes that saving would append now. Time and sequence can differ if others write in between. */
  'edits.preview': call(
    z.object({ source: sourceId, changes }),
    z.object({
      file: z.string(),
      offset: z.number(),
      totalBytes: z.number(),
      /** At most 64 KiB of them. */
      bytes,
      firstSeq: z.number(),
      /** Offset and length of each change's record within the appended bytes. */
      records: z.array(z.object({ offset: z.number(), length: z.number() })),
    }),
  ),
  /** Saves all as one atomic batch; resolves when the fsync policy's promise holds. CONFLICT names the key. */
  'edits.save': call(
    z.object({ source: sourceId, changes }),
    z.object({ firstSeq: z.number(), lastSeq: z.number(), durable: z.boolean() }),
  ),
};
