import { looseText, utf8 } from '../../../../shared/bytes.ts';
import { crc32 } from '../../../engine/format/crc32.ts';
import type { Change } from '../subject.ts';

/**
 * One record of the guide's log, little-endian: [crc u32][key length i32][value length i32][key][value]. A value
 * length of −1 is a delete; crc covers all that follows it.
 */
const headerBytes = 12;
const deleteMark = -1;

export function encodeChange(change: Change): Uint8Array {
  const key = utf8(change.key);
  const value = change.op === 'set' ? utf8(change.value) : null;
  const record = Buffer.alloc(headerBytes + key.length + (value?.length ?? 0));
  record.writeInt32LE(key.length, 4);
  record.writeInt32LE(value?.length ?? deleteMark, 8);
  record.set(key, headerBytes);
  if (value !== null) record.set(value, headerBytes + key.length);
  record.writeUInt32LE(crc32(record.subarray(4)), 0);
  return record;
}

/**
 * The records up to the first that is not whole and sound, and where they end. Without `checked` whatever has the form
 * of a record is one, but for a header of zeros.
 */
export function decodeChanges(log: Uint8Array, checked = true): { changes: Change[]; end: number } {
  const bytes = Buffer.from(log.buffer, log.byteOffset, log.byteLength);
  const changes: Change[] = [];
  let end = 0;
  while (end + headerBytes <= bytes.length) {
    const keyLength = bytes.readInt32LE(end + 4);
    const valueLength = bytes.readInt32LE(end + 8);
    if (keyLength < 0 || valueLength < deleteMark) break;
    const valueAt = end + headerBytes + keyLength;
    const next = valueAt + Math.max(valueLength, 0);
    if (next > bytes.length) break;
    if (!checked && next === end + headerBytes) break;
    if (checked && crc32(bytes.subarray(end + 4, next)) !== bytes.readUInt32LE(end)) break;
    const key = looseText(bytes.subarray(end + headerBytes, valueAt));
    if (valueLength === deleteMark) changes.push({ op: 'delete', key });
    else changes.push({ op: 'set', key, value: looseText(bytes.subarray(valueAt, next)) });
    end = next;
  }
  return { changes, end };
}
