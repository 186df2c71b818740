/** Lengths, strings and times as an RDB holds them. */

export function encodeLength(length: number | bigint): Buffer {
  if (length < 64) return Buffer.of(Number(length));
  if (length < 16384) return Buffer.of(0x40 | (Number(length) >> 8), Number(length) & 255);
  if (length < 2 ** 32) {
    const bytes = Buffer.alloc(5, 0x80);
    bytes.writeUInt32BE(Number(length), 1);
    return bytes;
  }
  const bytes = Buffer.alloc(9, 0x81);
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

export function encodeString(bytes: Uint8Array | string): Buffer {
  const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  return Buffer.concat([encodeLength(content.length), content]);
}

export function encodeMilliseconds(ms: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(ms));
  return bytes;
}

export function encodeDouble(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
