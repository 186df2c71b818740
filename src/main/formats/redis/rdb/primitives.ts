import { exactNumber } from '../exact-number.ts';
import { unpackLzf } from '../lzf.ts';
import type { Binary } from '../value.ts';
import type { ByteInput } from './byte-input.ts';

/** A length field: a length, or which special string follows. */
const special = { int8: 0, int16: 1, int32: 2, lzf: 3 } as const;

/** The next length, with the kind of a special string in place of one. */
function readLength(input: ByteInput): { length: bigint | number; encoded: boolean } {
  const first = input.byte();
  if (first >> 6 === 0) return { length: first & 63, encoded: false };
  if (first >> 6 === 1) return { length: ((first & 63) << 8) | input.byte(), encoded: false };
  if (first >> 6 === 3) return { length: first & 63, encoded: true };
  if (first === 0x80) return { length: input.view(4).readUInt32BE(), encoded: false };
  if (first === 0x81) return { length: input.view(8).readBigUInt64BE(), encoded: false };
  throw input.fault(`no length begins with byte ${first}`, input.offset - 1);
}

/** A count, a size or a number of a database: what fits a double exactly. */
export function readCount(input: ByteInput): number {
  const at = input.offset;
  const { length, encoded } = readLength(input);
  if (encoded || Number(length) > Number.MAX_SAFE_INTEGER) throw input.fault('a length is out of range', at);
  return Number(length);
}

/** A count of elements of at least `elementBytes` each: more than can follow is refused before any work is done. */
export function readElements(input: ByteInput, elementBytes = 1): number {
  const at = input.offset;
  const count = readCount(input);
  if (count * elementBytes > input.left) {
    throw input.fault(`${count} elements should follow, and ${input.left} bytes are left`, at);
  }
  return count;
}

export function readUint64(input: ByteInput): bigint {
  const { length, encoded } = readLength(input);
  if (encoded) throw input.fault('a number is expected here');
  return BigInt(length);
}

/** Bytes of a string in any of its encodings. */
export function readString(input: ByteInput): Buffer {
  const at = input.offset;
  const { length, encoded } = readLength(input);
  if (!encoded) return input.copy(Number(length));
  if (length === special.lzf) return readPacked(input, at);
  return Buffer.from(String(readInteger(input, Number(length))));
}

export function readBinary(input: ByteInput): Binary {
  return readString(input).toString('latin1');
}

/** Passes a string over; its length comes back, and where its bytes stand when they stand there as they are. */
export function skipString(input: ByteInput): { length: number; contentAt: number | null } {
  const { length, encoded } = readLength(input);
  if (!encoded) {
    const contentAt = input.offset;
    input.skip(Number(length));
    return { length: Number(length), contentAt };
  }
  if (length === special.lzf) {
    const packed = readCount(input);
    const unpacked = readCount(input);
    input.skip(packed);
    return { length: unpacked, contentAt: null };
  }
  return { length: String(readInteger(input, Number(length))).length, contentAt: null };
}

function readInteger(input: ByteInput, kind: number): number {
  if (kind === special.int8) return input.view(1).readInt8();
  if (kind === special.int16) return input.view(2).readInt16LE();
  if (kind === special.int32) return input.view(4).readInt32LE();
  throw input.fault(`no string is encoded in way ${kind}`);
}

function readPacked(input: ByteInput, at: number): Buffer {
  const packed = readCount(input);
  const length = readCount(input);
  const bytes = unpackLzf(input.view(packed), length);
  if (bytes === null) throw input.fault('a compressed string does not unpack to its length', at);
  return bytes;
}

/** ms since 1970, signed 64 bits; of those that are too far off for a number, the outermost. */
export function readMilliseconds(input: ByteInput): number {
  return exactNumber(input.view(8).readBigInt64LE());
}

/** A score as text, as sorted sets had it before their second version. */
export function readTextScore(input: ByteInput): number {
  const length = input.byte();
  if (length === 253) return Number.NaN;
  if (length === 254) return Number.POSITIVE_INFINITY;
  if (length === 255) return Number.NEGATIVE_INFINITY;
  return parseScore(input, input.view(length).toString('latin1'));
}

export function parseScore(input: ByteInput, text: string): number {
  const lower = text.toLowerCase();
  if (lower === 'inf' || lower === '+inf') return Number.POSITIVE_INFINITY;
  if (lower === '-inf') return Number.NEGATIVE_INFINITY;
  if (lower === 'nan' || lower === '-nan') return Number.NaN;
  const score = Number(text);
  if (text === '' || Number.isNaN(score))
    throw input.fault(`${JSON.stringify(text.slice(0, 40))} is no score`);
  return score;
}
