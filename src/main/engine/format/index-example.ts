import { utf8 } from '../../../shared/bytes.ts';
import { keyHash } from '../index/key-hash.ts';
import { encodeColumn } from './column-coding.ts';
import { crc32 } from './crc32.ts';
import { encodeCheckpointHead } from './index-checkpoint.ts';
import { firstChain } from './segment-header.ts';

/** The index of the worked example of docs/format.md. */

/** A field: how many bytes, and what stands beside them on the page. */
export type Field = [length: number, text: string];

/** A segment with one frame, of which one record is the newest of its key: where that is, and when it expires. */
interface IndexedLog {
  storeId: Uint8Array;
  segmentHeader: Uint8Array;
  expireAt: number;
  recordOffset: number;
}

/** The one key that is left, and the log up to its only frame. */
export function indexFile({ storeId, segmentHeader, expireAt, recordOffset }: IndexedLog): Uint8Array {
  const key = utf8('user:2');
  const low = expireAt % 2 ** 32;
  const high = Math.floor(expireAt / 2 ** 32) * 2 ** 16;
  const inUse = 2 ** 22 + 2 ** 23;
  const entry = Uint32Array.of(0, 1, recordOffset, 3, 2, low, high, key.length + 13 * 2 ** 17 + inUse);
  const entries = new Uint32Array(24);
  let at = 0;
  for (let start = 0; start < 8; start++) {
    at = encodeColumn({ values: entry, start, stride: 8, count: 1 }, entries, at);
  }
  const seed = 0x99aabbcc;
  const hash = keyHash(key, 0, key.length, seed);
  const blocks = [new Uint8Array(entries.buffer), new Uint8Array(Uint32Array.of(hash, 1).buffer), key];
  const shards = Array.from({ length: 256 }, (_, i) => ({
    slots: i === hash >>> 24 ? 8 : 1,
    held: i === hash >>> 24 ? 1 : 0,
  }));
  const head = encodeCheckpointHead({
    storeId,
    seed,
    ids: 1,
    keys: 1,
    withDeadline: 1,
    freeIds: 0,
    knownSeq: 3,
    position: { offset: segmentHeader.length, chain: firstChain(segmentHeader), nextSeq: 1 },
    segments: [
      {
        number: 1,
        frames: 0,
        records: 0,
        offset: segmentHeader.length,
        chain: firstChain(segmentHeader),
        liveBytes: 22,
      },
    ],
    keyChunks: [{ length: 4096, used: key.length }],
    current: 0,
    fill: key.length,
    shards,
    blocks: blocks.map((block) => ({ length: block.length, crc: crc32(block) })),
  });
  return new Uint8Array(Buffer.concat([head, ...blocks]));
}

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
