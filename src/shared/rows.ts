import { fnv1a } from './fnv1a.ts';
import { rowPage } from './row-page.ts';

/** No deadline, no time, no such number: what stands in an f64 column for null. */
export const none = Number.NaN;
export const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
export const orNone = (value: number | null): number => value ?? none;

/** Keys are cut at this length in rows; `keyLength` has the true one. */
export const maxKeyBytesInRow = 512;

/** FNV-1a of a whole key that is cut in its row; 0 where the row has all of it. */
export function keyHashInRow(key: Uint8Array): number {
  return key.length <= maxKeyBytesInRow ? 0 : fnv1a(key) >>> 0;
}

type RowOf<P extends { decode(page: Uint8Array): { row(index: number): unknown } }> = ReturnType<
  ReturnType<P['decode']>['row']
>;

/** One row of the Keys view. Lengths in bytes, times in ms since 1970, `none` for null. */
export const keyRows = rowPage({
  key: 'bytes',
  keyLength: 'u32',
  keyHash: 'u32', // keyHashInRow: tells apart long keys that begin alike
  state: 'u8', // stateCode: live, expired or damaged
  type: 'u8', // typeCode
  valueLength: 'f64',
  recordLength: 'f64', // bytes on disk: header + key + value
  expireAt: 'f64',
  versions: 'u32', // records of this key that the log still holds; 0 = not known yet
  seq: 'f64', // sequence number of the record that holds the value
  file: 'text', // relative to the directory
  offset: 'f64', // of that record in `file`
});
export type KeyRow = RowOf<typeof keyRows>;

/** One record of the log, as the timeline's list, a key's history and the recovery replay show it. */
export const recordRows = rowPage({
  index: 'f64', // position in the log, 0-based; the handle of timeline.record
  seq: 'f64', // `none` where damage hides it
  state: 'u8', // stateCode
  op: 'u8', // opCode
  type: 'u8', // typeCode
  key: 'bytes', // cut at maxKeyBytesInRow
  keyLength: 'u32',
  valueLength: 'f64',
  expireAt: 'f64',
  file: 'text',
  offset: 'f64', // of the record's first byte in `file`
  length: 'f64', // of the whole record
  frame: 'f64', // index of its frame; formats without frames: the record's own index
  timeMs: 'f64', // when its frame was written, `none` if the format does not say
  durable: 'u8', // 1 = an fsync has proven it
  value: 'bytes', // the first bytes of the value, at most maxValuePreview
  verb: 'text', // what its engine calls the operation: `rpush`; empty where `op` says it
  words: 'text', // what it brings, on one line: the beginning of the value, the command behind its key
});
export type RecordRow = RowOf<typeof recordRows>;
export const maxValuePreview = 64;

/** One entry of the prefix tree. `prefix` is whole, with its trailing separator where it is a group. */
export const treeRows = rowPage({
  prefix: 'bytes',
  label: 'bytes', // the part after the parent's prefix
  keys: 'f64', // live keys below it (or 1 for a key itself)
  group: 'u8', // 1 = has children, 0 = is a key
});
export type TreeRow = RowOf<typeof treeRows>;

/** One step of a recovery, in the order in which it happens. */
export const stepKinds = ['file', 'header', 'frame', 'record', 'seal', 'skip', 'stop', 'verdict'] as const;
export const stepRows = rowPage({
  index: 'f64',
  kind: 'u8', // index into stepKinds
  ok: 'u8', // 1 = its checks hold
  file: 'text',
  offset: 'f64',
  length: 'f64',
  record: 'f64', // index of the record in the copy's log, `none` for other kinds
  seq: 'f64',
  op: 'u8',
  verb: 'text', // as of recordRows
  key: 'bytes',
  valueLength: 'f64',
  crcStored: 'f64', // as an unsigned 32-bit number, `none` where the step has no checksum
  crcFound: 'f64',
  title: 'text', // what happens in this step, in a few words
});
export type StepRow = RowOf<typeof stepRows>;

/** Before and after a crash, key by key. */
export const diffCategories = ['kept', 'lost-acknowledged', 'lost-unpromised'] as const;
export const diffRows = rowPage({
  category: 'u8', // index into diffCategories; of a lost change, `after` is the older value that is seen again, or nothing
  key: 'bytes',
  before: 'bytes', // first bytes of the value before the crash
  beforeWords: 'text', // the value, or what changed it last, on one line; empty where its bytes say it
  beforeLength: 'f64', // `none` = the key was not there
  beforeSeq: 'f64',
  after: 'bytes',
  afterWords: 'text',
  afterLength: 'f64', // `none` = the key is not there after recovery
  afterSeq: 'f64',
});
export type DiffRow = RowOf<typeof diffRows>;
