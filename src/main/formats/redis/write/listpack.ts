import { encodeBackLength } from '../listpack-back-length.ts';

/** Packs elements as Redis does: a head, each element with its length behind it, and an end mark. */
export function encodeListpack(items: readonly (Uint8Array | bigint | number)[]): Buffer {
  const parts: Buffer[] = [];
  for (const item of items) {
    const element =
      typeof item === 'bigint' || typeof item === 'number' ? encodeInteger(BigInt(item)) : encodeText(item);
    parts.push(element, encodeBackLength(element.length));
  }
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(6);
  head.writeUInt32LE(body.length + 7, 0);
  head.writeUInt16LE(Math.min(items.length, 0xffff), 4);
  return Buffer.concat([head, body, Buffer.of(0xff)]);
}

function encodeInteger(value: bigint): Buffer {
  if (value >= 0n && value < 128n) return Buffer.of(Number(value));
  if (value >= -4096n && value < 4096n) {
    const bits = Number(value) & 0x1fff;
    return Buffer.of(0xc0 | (bits >> 8), bits & 255);
  }
  if (value >= -(2n ** 31n) && value < 2n ** 31n) {
    const bytes = Buffer.of(0xf3, 0, 0, 0, 0);
    bytes.writeInt32LE(Number(value), 1);
    return bytes;
  }
  const bytes = Buffer.alloc(9, 0xf4);
  bytes.writeBigInt64LE(BigInt.asIntN(64, value), 1);
  return bytes;
}

function encodeText(bytes: Uint8Array): Buffer {
  const { length } = bytes;
  if (length < 64) return Buffer.concat([Buffer.of(0x80 | length), bytes]);
  if (length < 4096) return Buffer.concat([Buffer.of(0xe0 | (length >> 8), length & 255), bytes]);
  const head = Buffer.of(0xf0, 0, 0, 0, 0);
  head.writeUInt32LE(length, 1);
  return Buffer.concat([head, bytes]);
}
