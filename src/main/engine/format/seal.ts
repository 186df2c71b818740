import { crc32 } from './crc32.ts';
import { readU64, viewOf, writeU64 } from './integers.ts';
import type { Salt } from './segment-header.ts';

/** What closes a segment: its totals, and the SHA-256 of every byte before. See docs/format.md. */
export interface Seal {
  /** Where the seal itself begins: the logical end of the segment. */
  offset: number;
  frames: number;
  records: number;
  /** Sequence number of the last record, or one less than the segment's first when it has none. */
  lastSeq: number;
  timeMs: number;
  /** Chain value after the last frame. */
  chain: number;
  sha256: Uint8Array;
}

export const sealLength = 84;
const sealMagic = 0x314c4553; // "SEL1"

export const sealMarker = (salt: Salt): number => (sealMagic ^ salt.marker) >>> 0;

export function encodeSeal(seal: Seal, salt: Salt): Uint8Array {
  const bytes = new Uint8Array(sealLength);
  const view = viewOf(bytes);
  view.setUint32(0, sealMarker(salt), true);
  writeU64(view, 8, seal.offset);
  writeU64(view, 16, seal.frames);
  writeU64(view, 24, seal.records);
  writeU64(view, 32, seal.lastSeq);
  writeU64(view, 40, seal.timeMs);
  view.setUint32(48, seal.chain, true);
  bytes.set(seal.sha256, 52);
  view.setUint32(4, crc32(bytes, 8, sealLength, salt.seed), true);
  return bytes;
}

/** The seal at `offset` of `bytes`; null when marker or CRC do not match. */
export function decodeSeal(bytes: Uint8Array, offset: number, salt: Salt): Seal | null {
  if (offset + sealLength > bytes.length) return null;
  const view = viewOf(bytes, offset, sealLength);
  if (view.getUint32(0, true) !== sealMarker(salt)) return null;
  if (view.getUint32(4, true) !== crc32(bytes, offset + 8, offset + sealLength, salt.seed)) return null;
  return {
    offset: readU64(view, 8),
    frames: readU64(view, 16),
    records: readU64(view, 24),
    lastSeq: readU64(view, 32),
    timeMs: readU64(view, 40),
    chain: view.getUint32(48, true),
    sha256: bytes.slice(offset + 52, offset + sealLength),
  };
}
