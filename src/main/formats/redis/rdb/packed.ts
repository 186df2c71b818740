import { backLengthBytesFrom, encodeBackLength } from '../listpack-back-length.ts';
import type { Binary } from '../value.ts';

/**
 * Decodes the packings in which small structures are stored as one string. null = the bytes are no such packing.
 * `strict`: neither if what a walk backwards goes by is wrong, which Redis refuses where it checks a packing, and
 * nobody needs to get at the elements.
 */

/** Reads past the end give `undefined`, which these turn into a fault. */
class Malformed extends Error {}

function guarded<T>(decode: () => T): T | null {
  try {
    return decode();
  } catch (error) {
    if (error instanceof Malformed || error instanceof RangeError) return null;
    throw error;
  }
}

function endsWith(bytes: Buffer, end: Buffer): boolean {
  return bytes.subarray(bytes.length - end.length).equals(end);
}

function slice(bytes: Buffer, start: number, length: number): Binary {
  if (start + length > bytes.length) throw new Malformed();
  return bytes.toString('latin1', start, start + length);
}

export function decodeListpack(bytes: Buffer, strict = false): Binary[] | null {
  return guarded(() => {
    const items: Binary[] = [];
    if (bytes.readUInt32LE(0) !== bytes.length) throw new Malformed();
    let at = 6;
    while (bytes.readUInt8(at) !== 0xff) {
      const { item, length } = listpackItem(bytes, at);
      items.push(item);
      const groups = backLengthBytesFrom(bytes[at + length], length);
      at += length + groups;
      if (strict && !endsWith(bytes.subarray(0, at), encodeBackLength(length, groups))) throw new Malformed();
    }
    const count = bytes.readUInt16LE(4);
    if (at !== bytes.length - 1 || (count !== 0xffff && count !== items.length)) throw new Malformed();
    return items;
  });
}

/** Its length is without the back length. */
function listpackItem(bytes: Buffer, at: number): { item: Binary; length: number } {
  const first = bytes.readUInt8(at);
  const integer = (value: number | bigint, length: number) => ({ item: String(value), length });
  const text = (head: number, length: number) => ({
    item: slice(bytes, at + head, length),
    length: head + length,
  });
  if (first < 0x80) return integer(first, 1);
  if (first < 0xc0) return text(1, first & 0x3f);
  if (first < 0xe0) return integer(((((first & 0x1f) << 8) | bytes.readUInt8(at + 1)) << 19) >> 19, 2);
  if (first < 0xf0) return text(2, ((first & 0x0f) << 8) | bytes.readUInt8(at + 1));
  if (first === 0xf0) return text(5, bytes.readUInt32LE(at + 1));
  if (first === 0xf1) return integer(bytes.readInt16LE(at + 1), 3);
  if (first === 0xf2) return integer(bytes.readIntLE(at + 1, 3), 4);
  if (first === 0xf3) return integer(bytes.readInt32LE(at + 1), 5);
  if (first === 0xf4) return integer(bytes.readBigInt64LE(at + 1), 9);
  throw new Malformed();
}

export function decodeZiplist(bytes: Buffer, strict = false): Binary[] | null {
  return guarded(() => {
    const items: Binary[] = [];
    if (bytes.readUInt32LE(0) !== bytes.length) throw new Malformed();
    let at = 10;
    let last = 10;
    while (bytes.readUInt8(at) !== 0xff) {
      const start = at;
      const isLong = bytes.readUInt8(at) === 0xfe;
      const before = isLong ? bytes.readUInt32LE(at + 1) : bytes.readUInt8(at);
      if (strict && before !== start - last) throw new Malformed();
      at += isLong ? 5 : 1;
      const { item, length } = ziplistItem(bytes, at);
      items.push(item);
      at += length;
      last = start;
    }
    if (strict && bytes.readUInt32LE(4) !== last) throw new Malformed();
    const count = bytes.readUInt16LE(8);
    if (at !== bytes.length - 1 || (count !== 0xffff && count !== items.length)) throw new Malformed();
    return items;
  });
}

function ziplistItem(bytes: Buffer, at: number): { item: Binary; length: number } {
  const first = bytes.readUInt8(at);
  const integer = (value: number | bigint, length: number) => ({ item: String(value), length });
  const text = (head: number, length: number) => ({
    item: slice(bytes, at + head, length),
    length: head + length,
  });
  if (first < 0x40) return text(1, first);
  if (first < 0x80) return text(2, ((first & 0x3f) << 8) | bytes.readUInt8(at + 1));
  if (first < 0xc0) return text(5, bytes.readUInt32BE(at + 1));
  if (first === 0xc0) return integer(bytes.readInt16LE(at + 1), 3);
  if (first === 0xd0) return integer(bytes.readInt32LE(at + 1), 5);
  if (first === 0xe0) return integer(bytes.readBigInt64LE(at + 1), 9);
  if (first === 0xf0) return integer(bytes.readIntLE(at + 1, 3), 4);
  if (first === 0xfe) return integer(bytes.readInt8(at + 1), 2);
  if (first >= 0xf1 && first <= 0xfd) return integer(first - 0xf1, 1);
  throw new Malformed();
}

export function decodeIntset(bytes: Buffer, strict = false): Binary[] | null {
  return guarded(() => {
    const width = bytes.readUInt32LE(0);
    const count = bytes.readUInt32LE(4);
    if ((width !== 2 && width !== 4 && width !== 8) || bytes.length !== 8 + width * count)
      throw new Malformed();
    const numbers = Array.from({ length: count }, (_, index) => {
      const at = 8 + index * width;
      return width === 8 ? bytes.readBigInt64LE(at) : bytes.readIntLE(at, width);
    });
    if (
      strict &&
      numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] as bigint | number))
    )
      throw new Malformed();
    return numbers.map(String);
  });
}

/** Key, value, key, value … */
export function decodeZipmap(bytes: Buffer): Binary[] | null {
  return guarded(() => {
    const items: Binary[] = [];
    let at = 1;
    const length = () => {
      const first = bytes.readUInt8(at);
      at += first < 254 ? 1 : 5;
      return first < 254 ? first : bytes.readUInt32LE(at - 4);
    };
    const take = (size: number) => {
      items.push(slice(bytes, at, size));
      at += size;
    };
    while (bytes.readUInt8(at) !== 0xff) {
      take(length());
      const size = length();
      const free = bytes.readUInt8(at++);
      take(size);
      at += free;
    }
    const count = bytes.readUInt8(0);
    if (at !== bytes.length - 1 || (count < 254 && count * 2 !== items.length)) throw new Malformed();
    return items;
  });
}
