import { utf8 } from '../../../shared/bytes.ts';
import { crc32 } from '../../engine/format/crc32.ts';

/** [key, value]; timestamps do not matter to what counts. */
export type Step = readonly [string, string | Uint8Array];

export const tombstone = 'bitcask_tombstone2\0\0\0\u0001';

export function recordOf([key, value]: Step, timestamp = 1_700_000_000): Buffer {
  const content = typeof value === 'string' ? utf8(value) : value;
  const keyBytes = utf8(key);
  const record = Buffer.alloc(14 + keyBytes.length + content.length);
  record.writeUInt32BE(timestamp, 4);
  record.writeUInt16BE(keyBytes.length, 8);
  record.writeUInt32BE(content.length, 10);
  record.set(keyBytes, 14);
  record.set(content, 14 + keyBytes.length);
  record.writeUInt32BE(crc32(record, 4), 0);
  return record;
}

export function dataOf(...steps: Step[]): Buffer {
  return Buffer.concat(steps.map((step) => recordOf(step)));
}

/** A whole hint for these records, as a file has that was closed. */
export function hintOf(...steps: Step[]): Buffer {
  let offset = 0;
  const entries = steps.map((step) => {
    const { length } = recordOf(step);
    const entry = entryOf(1_700_000_000, utf8(step[0]), length, BigInt(offset));
    offset += length;
    return entry;
  });
  const all = Buffer.concat(entries);
  return Buffer.concat([all, entryOf(0, new Uint8Array(0), crc32(all), 0x7fffffffffffffffn)]);
}

function entryOf(timestamp: number, key: Uint8Array, length: number, offset: bigint): Buffer {
  const entry = Buffer.alloc(18 + key.length);
  entry.writeUInt32BE(timestamp, 0);
  entry.writeUInt16BE(key.length, 4);
  entry.writeUInt32BE(length, 6);
  entry.writeBigUInt64BE(offset, 10);
  entry.set(key, 18);
  return entry;
}
