import type { Bytes } from '../engine/api.ts';

/** The encodings that need no step in between: what an operation names as its key or value encoding. */
export type LevelFormat = 'utf8' | 'buffer' | 'view';
/** What abstract-level hands down and takes back, by encoding: a string, a Buffer or a Uint8Array. */
export type LevelBytes = string | Buffer | Uint8Array;

export const nativeEncodings = { utf8: true, buffer: true, view: true } as const;

/** Bytes that the engine has given away, as the encoding wants them. */
export function fromBytes(bytes: Uint8Array, format: LevelFormat): LevelBytes {
  if (format === 'view') return bytes;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return format === 'buffer' ? buffer : buffer.toString('utf8');
}

export const toUint8Array = (bytes: Bytes): Uint8Array =>
  typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
