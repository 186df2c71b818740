import type { ValueType } from '../../../../shared/model.ts';
import { isEmptyValue, liveValue, type Value } from '../../../formats/redis/commands/value.ts';
import { crc64, equalCrc64 } from '../../../formats/redis/crc64.ts';
import { ByteInput, RdbFault } from '../../../formats/redis/rdb/byte-input.ts';
import { decodeValue as decodeRdbValue } from '../../../formats/redis/rdb/decode-value.ts';
import type { Dialect } from '../../../formats/redis/rdb/dialect.ts';
import { readPayloadType } from '../../../formats/redis/rdb/payload-type.ts';
import { encodeValue as encodeRdbValue } from '../../../formats/redis/write/encode-value.ts';
import { encodeValue } from './value-codec.ts';

/** What DUMP and RESTORE exchange: a type, a value as in an RDB, the version of that in 2 bytes, and a CRC-64. */

const footerBytes = 10;
/** Of the RDB that Redis 7.0 writes; payloads of later ones are refused, as there. */
const rdbVersion = 10;
/** The newest whose values are known. */
const maxVersion = 15;

export function encodePayload(value: Value, nowMs: number): Buffer {
  return payloadOf(value.type, encodeValue(value, nowMs));
}

/** The same of a value as the store holds it. */
export function payloadOf(valueType: ValueType, stored: Uint8Array): Buffer {
  const { type, content, version = rdbVersion } = encodeRdbValue({ type: valueType, value: stored });
  const body = Buffer.concat([Buffer.of(type), content, Buffer.of(version & 255, version >> 8)]);
  const { low, high } = crc64(body);
  const sum = Buffer.alloc(8);
  sum.writeUInt32LE(low, 0);
  sum.writeUInt32LE(high, 4);
  return Buffer.concat([body, sum]);
}

/** The payload, or one of the same value that Redis 7.0 reads. */
export function widelyReadPayload(payload: Buffer, value: Value, nowMs: number): Buffer {
  const version = payload.readUInt16LE(payload.length - footerBytes);
  return version <= rdbVersion ? payload : encodePayload(value, nowMs);
}

/** Why there is no value in it: the whole of it is damaged, or its content is none. */
export function decodePayload(payload: Buffer): Value | 'checksum' | 'format' {
  if (payload.length < footerBytes) return 'checksum';
  const end = payload.length - 8;
  const stored = { low: payload.readUInt32LE(end), high: payload.readUInt32LE(end + 4) };
  if (payload.readUInt16LE(end - 2) > maxVersion || !equalCrc64(stored, crc64(payload.subarray(0, end))))
    return 'checksum';
  const input = ByteInput.over(payload.subarray(0, end - 2));
  try {
    const dialect: Dialect = { valkey: false, checksum: 'holds' };
    const value = decodeRdbValue(input, readPayloadType(input, dialect), dialect);
    if (input.left > 0) return 'format';
    const decoded = liveValue(value);
    return isEmptyValue(decoded) ? 'format' : decoded;
  } catch (error) {
    if (error instanceof RdbFault) return 'format';
    throw error;
  }
}
