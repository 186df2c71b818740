import { z } from 'zod';
import { maxKeyBytes } from '../limits.ts';
import { recordState, valueType } from '../model.ts';
import { bytes, call, count, index, nothing, page, path, sourceId, viewId } from './define.ts';

export const keySortColumns = [
  'key',
  'type',
  'valueLength',
  'recordLength',
  'expireAt',
  'versions',
  'seq',
  'location',
] as const;

/**
 * `text` is matched on bytes (UTF-8), as keys are shown: \xNN is a byte and \\ a backslash. Glob: * ? [a-z] [^a] and
 * \ to escape, as Redis's KEYS.
 */
export const keyQuery = z.object({
  filter: z.object({ mode: z.enum(['prefix', 'substring', 'glob']), text: z.string().max(4096) }).nullable(),
  /** Only keys below this prefix, as chosen in the tree. */
  under: bytes.nullable(),
  sort: z.object({ column: z.enum(keySortColumns), descending: z.boolean() }),
});
export type KeyQuery = z.infer<typeof keyQuery>;

/** A view is a list of keys that fills while it is scanned; pages are read from it by position. */
export const viewProgress = z.object({
  source: sourceId,
  view: viewId,
  /** Keys that match so far. */
  total: z.number(),
  scanned: z.number(),
  of: z.number(),
  /** The scan has ended: `total` is exact and the order is final. */
  exact: z.boolean(),
  /** The scan was cancelled: what it had found stays, in the order it had, and writes are not followed. */
  stopped: z.boolean(),
  /** Rises whenever the content may have changed, so that pages can be read again. */
  generation: z.number(),
});
export type ViewProgress = z.infer<typeof viewProgress>;

const key = bytes.refine((value) => value.length <= maxKeyBytes, 'a key has at most 64 KiB');

export const field = z.object({
  name: z.string(),
  /** Within the bytes that are shown beside it. */
  offset: z.number(),
  length: z.number(),
  value: z.string(),
  meaning: z.string(),
  /** null = nothing to check. */
  ok: z.boolean().nullable(),
});
export type Field = z.infer<typeof field>;

export const keyValue = z.object({
  key: bytes,
  type: valueType,
  state: recordState,
  valueLength: z.number(),
  /** The part asked for. For structures: the JSON text of `export`. */
  bytes,
  offset: z.number(),
  expireAt: z.number().nullable(),
  seq: z.number(),
  file: z.string(),
  recordOffset: z.number(),
  recordLength: z.number(),
  /** What stands in the record beside key and value; null where it does not hold these two as they are. */
  headerLength: z.number().nullable(),
  versions: z.number(),
  timeMs: z.number().nullable(),
  /** Unsigned 32-bit; null where the format keeps none for one record. */
  crcStored: z.number().nullable(),
  crcFound: z.number().nullable(),
  durable: z.boolean().nullable(),
  /** Position in the log, for timeline.record; null while the timeline has not been read. */
  recordIndex: z.number().nullable(),
});
export type KeyValue = z.infer<typeof keyValue>;

export const keysCalls = {
  'keys.openView': call(z.object({ source: sourceId, query: keyQuery }), viewProgress),
  'keys.closeView': call(z.object({ source: sourceId, view: viewId }), nothing),
  /** Ends the scan of a view that is being filled; one that is full stays as it is. */
  'keys.cancelView': call(z.object({ source: sourceId, view: viewId }), viewProgress),
  /** Rows (keyRows) from `first`; fewer than `count` when the page is full or the view ends. */
  'keys.page': call(z.object({ source: sourceId, view: viewId, first: index, count }), page),
  /** Where in a view a key stands; null when it is not in it. */
  'keys.find': call(z.object({ source: sourceId, view: viewId, key }), z.number().nullable()),
  /** The children of `prefix` (treeRows), grouped at the next `separator`. */
  'keys.tree': call(
    z.object({
      source: sourceId,
      prefix: bytes,
      separator: z.string().min(1).max(4),
      first: index,
      count,
    }),
    page,
  ),
  'keys.value': call(
    z.object({
      source: sourceId,
      key,
      offset: index,
      length: z
        .number()
        .int()
        .min(0)
        .max(4 * 1024 * 1024),
    }),
    keyValue.nullable(),
  ),
  /** Every record of a key that the log still holds, newest first (recordRows). */
  'keys.history': call(z.object({ source: sourceId, key, first: index, count }), page),
  /** The whole keys of a view between two positions, for select-all, copy and delete. At most 10,000. */
  'keys.list': call(
    z.object({ source: sourceId, view: viewId, first: index, count: z.number().int().min(1).max(10_000) }),
    z.array(bytes),
  ),
  /** Writes live keys as JSON Lines: those given, or all of the source. A job; progress comes as job.changed. */
  'keys.export': call(
    z.object({
      source: sourceId,
      keys: z.array(key).max(10_000).nullable(),
      file: path,
      salvage: z.boolean(),
    }),
    z.object({ job: z.string() }),
  ),
  /** The same lines, as text for the clipboard. At most 1 MiB. */
  'keys.exportText': call(
    z.object({ source: sourceId, keys: z.array(key).min(1).max(10_000) }),
    z.object({ text: z.string(), truncated: z.boolean() }),
  ),
  /** Reads JSON Lines into the source, all or nothing. A job. */
  'keys.import': call(z.object({ source: sourceId, file: path }), z.object({ job: z.string() })),
};
