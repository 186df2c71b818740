import { z } from 'zod';
import { recordState } from '../model.ts';
import { bytes, call, count, index, page, sourceId } from './define.ts';
import { field } from './keys.ts';

export const timelineFile = z.object({
  name: z.string(),
  /** `snapshot`: a compacted segment; `missing`: the manifest counts it, but it is not there. */
  kind: z.enum(['log', 'snapshot', 'missing']),
  sizeBytes: z.number(),
  firstRecord: z.number(),
  records: z.number(),
  frames: z.number(),
  sealed: z.boolean(),
  createdMs: z.number().nullable(),
});

export const timelineSummary = z.object({
  source: sourceId,
  records: z.number(),
  frames: z.number(),
  files: z.array(timelineFile),
  /** Index of the first record that no fsync has proven; equals `records` when all are. Null: the format cannot say. */
  durableRecords: z.number().nullable(),
  counts: z.record(recordState, z.number()),
  /** False while the log is still being read. */
  exact: z.boolean(),
  readBytes: z.number(),
  totalBytes: z.number(),
  /** Rises whenever states or records may have changed. */
  generation: z.number(),
});
export type TimelineSummary = z.infer<typeof timelineSummary>;

export const recordDetail = z.object({
  index: z.number(),
  seq: z.number().nullable(),
  state: recordState,
  file: z.string(),
  /** Of `bytes` in the file. */
  offset: z.number(),
  length: z.number(),
  /** The record's bytes, at most 64 KiB. */
  bytes,
  fields: z.array(field),
  crcStored: z.number().nullable(),
  crcFound: z.number().nullable(),
  /** What this record is and whether it can be believed, in a sentence or two. */
  inWords: z.string(),
  frame: z
    .object({
      index: z.number(),
      offset: z.number(),
      length: z.number(),
      firstSeq: z.number(),
      records: z.number(),
      timeMs: z.number().nullable(),
      durableSeq: z.number().nullable(),
      /** The frame's header bytes with their fields. */
      headerBytes: bytes,
      fields: z.array(field),
    })
    .nullable(),
});
export type RecordDetail = z.infer<typeof recordDetail>;

export const timelineCalls = {
  /** Starts reading the log if it has not been read; progress and growth come as timeline.changed. */
  'timeline.open': call(z.object({ source: sourceId }), timelineSummary),
  /** Stops reading, keeps what was read. */
  'timeline.cancel': call(z.object({ source: sourceId }), timelineSummary),
  /** Records (recordRows) from `first`, optionally only those in `states`: then `first` counts within them. */
  'timeline.records': call(
    z.object({ source: sourceId, first: index, count, states: z.array(recordState).optional() }),
    page,
  ),
  /** For each of `columns` equal parts of [first, last): u32 counts of each state in the order of recordStates. */
  'timeline.columns': call(
    z.object({ source: sourceId, first: index, last: index, columns: z.number().int().min(1).max(8192) }),
    z.object({ bytes }),
  ),
  'timeline.record': call(z.object({ source: sourceId, index }), recordDetail),
  /**
   * The whole value that a record holds, also of one that is superseded. CONFLICT when another record than that of
   * `seq` stands there by now, TOO_LARGE over what one change may carry.
   */
  'timeline.value': call(
    z.object({ source: sourceId, index, seq: z.number().nullable() }),
    z.object({ bytes }),
  ),
  /** The record at a place, or the next damaged one from `from` on. Null when there is none. */
  'timeline.find': call(
    z.object({
      source: sourceId,
      at: z.discriminatedUnion('by', [
        z.object({ by: z.literal('seq'), seq: z.number() }),
        z.object({ by: z.literal('offset'), file: z.string(), offset: z.number() }),
        z.object({ by: z.literal('time'), timeMs: z.number() }),
        z.object({ by: z.literal('damaged'), from: index }),
      ]),
    }),
    z.number().nullable(),
  ),
};
