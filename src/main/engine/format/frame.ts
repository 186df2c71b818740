import { crc32 } from './crc32.ts';
import { readU64, viewOf, writeU64 } from './integers.ts';
import type { Salt } from './segment-header.ts';

/** What stands before the records of one write. See docs/format.md. */
export interface FrameHeader {
  payloadLength: number;
  records: number;
  firstSeq: number;
  /** Highest sequence number that an fsync had proven when the frame was written. */
  durableSeq: number;
  /** ms since 1970 by the writer's clock: for people, never to decide anything by. */
  timeMs: number;
  payloadCrc: number;
  /** Binds the frame to all before it in its segment. */
  chain: number;
}

export const frameHeaderLength = 48;
export const frameMagic = 0x314d5246; // "FRM1"
export const chainedFrom = 8;
const chainedTo = 44;

/** The four bytes at the start of each frame of a segment. */
export const frameMarker = (salt: Salt): number => (frameMagic ^ salt.marker) >>> 0;

/** Writes the header at `offset` and returns the chain value after this frame. `chain` of `header` is not read. */
export function encodeFrameHeader(
  target: Uint8Array,
  offset: number,
  header: Omit<FrameHeader, 'chain'>,
  previousChain: number,
  salt: Salt,
): number {
  const view = viewOf(target, offset, frameHeaderLength);
  view.setUint32(0, frameMarker(salt), true);
  view.setUint32(8, header.payloadLength, true);
  view.setUint32(12, header.records, true);
  writeU64(view, 16, header.firstSeq);
  writeU64(view, 24, header.durableSeq);
  writeU64(view, 32, header.timeMs);
  view.setUint32(40, header.payloadCrc, true);
  const chain = crc32(target, offset + chainedFrom, offset + chainedTo, previousChain);
  view.setUint32(44, chain, true);
  view.setUint32(4, crc32(target, offset + chainedFrom, offset + frameHeaderLength, salt.seed), true);
  return chain;
}

/** The header at `offset`; null when it is none of this segment: marker or CRC do not match. */
export function decodeFrameHeader(bytes: Uint8Array, offset: number, salt: Salt): FrameHeader | null {
  if (offset + frameHeaderLength > bytes.length) return null;
  const view = viewOf(bytes, offset, frameHeaderLength);
  if (view.getUint32(0, true) !== frameMarker(salt)) return null;
  const found = crc32(bytes, offset + chainedFrom, offset + frameHeaderLength, salt.seed);
  if (view.getUint32(4, true) !== found) return null;
  return {
    payloadLength: view.getUint32(8, true),
    records: view.getUint32(12, true),
    firstSeq: readU64(view, 16),
    durableSeq: readU64(view, 24),
    timeMs: readU64(view, 32),
    payloadCrc: view.getUint32(40, true),
    chain: view.getUint32(44, true),
  };
}

/** What the chain must be in the header at `offset` if `previousChain` is what stands before it. */
export function chainAfter(bytes: Uint8Array, offset: number, previousChain: number): number {
  return crc32(bytes, offset + chainedFrom, offset + chainedTo, previousChain);
}
