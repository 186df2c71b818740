import { utf8 } from '../../../shared/bytes.ts';
import { keyHash } from '../index/key-hash.ts';
import { encodeColumn } from './column-coding.ts';
import { crc32 } from './crc32.ts';
import {
  checkpointKind,
  encodeIndexHead,
  hintKind,
  type IndexFileKind,
  type IndexHead,
} from './index-head.ts';
import { firstChain } from './segment-header.ts';

/** The index and the hint of the worked example of docs/format.md. */

/** A field: how many bytes, and what stands beside them on the page. */
export type Field = [length: number, text: string];

/** A segment with one frame, of which one record is the newest of its key: where that is, and when it expires. */
interface IndexedLog {
  storeId: Uint8Array;
  segmentHeader: Uint8Array;
  expireAt: number;
  recordOffset: number;
  /** Of the delete of the other key. */
  deleteOffset: number;
}

const seed = 0x99aabbcc;
const inUse = 2 ** 22;
const withDeadline = 2 ** 23;
/** Marks the id of a deleted key in a hint. */
const gone = 2 ** 31;

interface Indexed {
  key: string;
  /** The eight words of its entry. */
  entry: number[];
}

/** An index of these keys, each in a shard of its own. */
function fileOf(
  kind: IndexFileKind,
  indexed: readonly Indexed[],
  head: Pick<IndexHead, 'storeId' | 'knownSeq' | 'position' | 'segments' | 'keyChunks'>,
): Uint8Array {
  const rows = Uint32Array.from(indexed.flatMap(({ entry }) => entry));
  const entries = new Uint32Array(100);
  let at = 0;
  for (let start = 0; start < 8; start++) {
    at = encodeColumn({ values: rows, start, stride: 8, count: indexed.length }, entries, at);
  }
  const pairs = indexed
    .map(({ key, entry }, id) => {
      const isGone = kind === hintKind && (entry[7] as number) >>> 24 === 0xff;
      return [keyHash(utf8(key), 0, key.length, seed) >>> 0, id + 1 + (isGone ? gone : 0)] as const;
    })
    .sort(([a], [b]) => a - b);
  const keys = utf8(indexed.map(({ key }) => key).join(''));
  const blocks = [
    new Uint8Array(entries.slice(0, at).buffer),
    new Uint8Array(Uint32Array.from(pairs.flat()).buffer),
    keys,
  ];
  const used = new Set(pairs.map(([hash]) => hash >>> 24));
  const bytes = encodeIndexHead(kind, {
    ...head,
    seed,
    ids: indexed.length,
    keys: indexed.length,
    withDeadline: 1,
    freeIds: 0,
    current: 0,
    fill: keys.length,
    shards: Array.from({ length: 256 }, (_, i) => ({
      slots: used.has(i) ? 8 : 1,
      held: used.has(i) ? 1 : 0,
    })),
    blocks: blocks.map((block) => ({ length: block.length, crc: crc32(block) })),
  });
  return new Uint8Array(Buffer.concat([bytes, ...blocks]));
}

/** Of a key that is still there and expires. */
function entryOf({ expireAt, recordOffset }: IndexedLog, keyAt: number): number[] {
  const low = expireAt % 2 ** 32;
  const high = Math.floor(expireAt / 2 ** 32) * 2 ** 16;
  return [keyAt, 1, recordOffset, 3, 2, low, high, 6 + 13 * 2 ** 17 + inUse + withDeadline];
}

/** The one key that is left, and the log up to its only frame. */
export function indexFile(log: IndexedLog): Uint8Array {
  const { storeId, segmentHeader } = log;
  const moment = { offset: segmentHeader.length, chain: firstChain(segmentHeader) };
  return fileOf(checkpointKind, [{ key: 'user:2', entry: entryOf(log, 0) }], {
    storeId,
    knownSeq: 3,
    position: { ...moment, nextSeq: 1 },
    segments: [{ ...moment, number: 1, frames: 0, records: 0, liveBytes: 22 }],
    keyChunks: [{ length: 4096, used: 6 }],
  });
}

/** Both keys of the segment; of the first the newest record is a delete. */
export function hintFile(log: IndexedLog, end: { offset: number; chain: number }): Uint8Array {
  const deleted = [0, 1, log.deleteOffset, 0, 3, 0, 0, 6 + 6 * 2 ** 17 + inUse + 0xff * 2 ** 24];
  const indexed = [
    { key: 'user:1', entry: deleted },
    { key: 'user:2', entry: entryOf(log, 6) },
  ];
  return fileOf(hintKind, indexed, {
    storeId: log.storeId,
    knownSeq: 0,
    position: { ...end, nextSeq: 0 },
    segments: [{ ...end, number: 1, frames: 0, records: 0, liveBytes: 34 }],
    keyChunks: [{ length: 12, used: 12 }],
  });
}

export const hintFields: Field[] = [
  [8, 'magic "WALSHINT"'],
  [4, 'version 2'],
  [4, 'length of this head'],
  [16, 'store id'],
  [4, 'seed 0x99aabbcc'],
  [4, '2 ids'],
  [4, '2 keys, deleted ones among them'],
  [4, '1 with a deadline'],
  [4, 'no id without a key'],
  [4, '1 segment'],
  [4, '1 chunk of keys'],
  [4, '256 shards'],
  [4, '3 blocks'],
  [4, 'the last chunk of keys is chunk 0'],
  [4, '  of 12 bytes'],
  [8, 'the moment: its logical end 190'],
  [4, '  chain'],
  [16, 'zero'],
  [8, 'length of this file'],
  [4, 'segment 1'],
  [4, '  chain at its end'],
  [8, '  its logical end 190'],
  [16, '  zero'],
  [8, '  34 bytes are the newest of their keys'],
  [8, 'chunk 0: 12 bytes, all in use'],
  [2048, 'shards: slots, slots in use; all but two are empty'],
  [24, 'blocks 1 to 3: length, CRC'],
  [4, 'CRC of all before'],
  [12, 'keys begin at 0, 6: steps, width 0, base 6'],
  [12, 'segments: width 0, base 1'],
  [12, 'offsets 178, 156: steps, width 0, base -22'],
  [12, 'value lengths 0, 3: steps, width 0, base 3'],
  [12, 'sequence numbers 3, 2: steps, width 0, base -1'],
  [12, 'deadlines, low 32 bits'],
  [12, 'high 16 bits of both'],
  [12, 'shapes: 6 before the key, deleted; 13, deadline'],
  [16, 'hashes of the keys, ids plus one; user:1 is deleted'],
  [12, 'keys "user:1" "user:2"'],
];

export const indexFields: Field[] = [
  [8, 'magic "WALSINDX"'],
  [4, 'version 1'],
  [4, 'length of this head'],
  [16, 'store id'],
  [4, 'seed 0x99aabbcc'],
  [4, '1 id'],
  [4, '1 key'],
  [4, '1 with a deadline'],
  [4, 'no id without a key'],
  [4, '1 segment'],
  [4, '1 chunk of keys'],
  [4, '256 shards'],
  [4, '3 blocks'],
  [4, 'keys are added to chunk 0'],
  [4, '  at 6'],
  [8, 'the moment: offset 92'],
  [4, '  chain'],
  [8, '  next sequence number 1'],
  [8, 'all up to sequence number 3 are in'],
  [8, 'length of this file'],
  [4, 'segment 1'],
  [4, '  chain'],
  [8, '  up to 92'],
  [8, '  no frame'],
  [8, '  no record'],
  [8, '  22 bytes are the newest of their keys'],
  [4, 'chunk 0: 4,096 bytes'],
  [4, '  6 in use'],
  [2048, 'shards: slots, slots in use; all but one are empty'],
  [8, 'block 1: length, CRC'],
  [8, 'block 2'],
  [8, 'block 3'],
  [4, 'CRC of all before'],
  [12, 'keys begin at 0: width 0, base 0'],
  [12, 'segments: width 0, base 1'],
  [12, 'offsets: width 0, base 156'],
  [12, 'value lengths: width 0, base 3'],
  [12, 'sequence numbers: width 0, base 2'],
  [12, 'deadlines, low 32 bits'],
  [12, 'high 16 bits of both'],
  [12, 'shapes: key 6, before it 13, in use, deadline'],
  [4, 'slot: hash of the key'],
  [4, '  id 0, plus one'],
  [6, 'keys "user:2"'],
];
