import { crc32 } from './crc32.ts';
import { type Decoded, damaged, formatVersion } from './decoded.ts';
import { readU64, viewOf, writeU64 } from './integers.ts';

/** What stands at the start of every segment. See docs/format.md. */
export interface SegmentHeader {
  /** 16 random bytes that all files of a store share. */
  storeId: Uint8Array;
  number: number;
  /** Holds the newest record of each key of the segments that it replaced, with their own sequence numbers. */
  compacted: boolean;
  /** Someone chose to go on writing after damage: what is readable before this segment counts. */
  damageAccepted: boolean;
  /** Patches may stand in it: see `patch.ts`. */
  patches: boolean;
  /** Where the log goes on from; of a compacted segment: the end of the last segment that it replaced. */
  previous: SegmentEnd;
  /** Sequence number of the first record; of a compacted segment: of the range that it stands for. */
  firstSeq: number;
  /** Last sequence number that a compacted segment stands for; 0 in the others. */
  lastSeq: number;
  createdMs: number;
  salt: Salt;
}

/** Where a segment logically ends, and the chain value there. Number 0: there is none before. */
export interface SegmentEnd {
  number: number;
  offset: number;
  chain: number;
}

/** Makes the frames of one segment unlike those of every other: bytes left over from another file never pass. */
export interface Salt {
  /** Mixed into the marker of each frame. */
  marker: number;
  /** Seeds the CRC of each frame's header. */
  seed: number;
}

export const segmentHeaderLength = 92;
const magic = Uint8Array.from([0x57, 0x41, 0x4c, 0x53, 0x43, 0x4f, 0x50, 0x45]); // "WALSCOPE"
const featureCompacted = 1;
const featureDamageAccepted = 2;
const featurePatches = 4;
const knownFeatures = featureCompacted | featureDamageAccepted | featurePatches;
/** No version of the format will have a longer header. */
export const maxHeaderLength = 4096;

export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const bytes = new Uint8Array(segmentHeaderLength);
  const view = viewOf(bytes);
  bytes.set(magic, 0);
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, segmentHeaderLength, true);
  const features =
    (header.compacted ? featureCompacted : 0) |
    (header.damageAccepted ? featureDamageAccepted : 0) |
    (header.patches ? featurePatches : 0);
  view.setUint32(16, features, true);
  bytes.set(header.storeId, 20);
  view.setUint32(36, header.number, true);
  view.setUint32(40, header.previous.number, true);
  writeU64(view, 44, header.previous.offset);
  view.setUint32(52, header.previous.chain, true);
  writeU64(view, 56, header.firstSeq);
  writeU64(view, 64, header.lastSeq);
  writeU64(view, 72, header.createdMs);
  view.setUint32(80, header.salt.marker, true);
  view.setUint32(84, header.salt.seed, true);
  view.setUint32(88, crc32(bytes, 0, 88), true);
  return bytes;
}

/** The header at the start of `bytes`, which holds the file's first bytes, as many as there are up to 4096. */
export function decodeSegmentHeader(bytes: Uint8Array): Decoded<SegmentHeader> {
  if (bytes.length < segmentHeaderLength) return damaged('the file ends within its header');
  if (!startsWithMagic(bytes)) return damaged('it does not start with WALSCOPE');
  const view = viewOf(bytes);
  const version = view.getUint32(8, true);
  const length = view.getUint32(12, true);
  if (length < segmentHeaderLength || length > Math.min(bytes.length, maxHeaderLength)) {
    return damaged('its header has an impossible length');
  }
  if (view.getUint32(length - 4, true) !== crc32(bytes, 0, length - 4)) {
    return damaged('the checksum of its header does not match');
  }
  const features = view.getUint32(16, true);
  if (version !== formatVersion || (features & ~knownFeatures) !== 0) {
    return { status: 'unsupported', version };
  }
  return { status: 'ok', value: fields(bytes, view, features) };
}

function fields(bytes: Uint8Array, view: DataView, features: number): SegmentHeader {
  return {
    storeId: bytes.slice(20, 36),
    number: view.getUint32(36, true),
    compacted: (features & featureCompacted) !== 0,
    damageAccepted: (features & featureDamageAccepted) !== 0,
    patches: (features & featurePatches) !== 0,
    previous: {
      number: view.getUint32(40, true),
      offset: readU64(view, 44),
      chain: view.getUint32(52, true),
    },
    firstSeq: readU64(view, 56),
    lastSeq: readU64(view, 64),
    createdMs: readU64(view, 72),
    salt: { marker: view.getUint32(80, true), seed: view.getUint32(84, true) },
  };
}

export function startsWithMagic(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.every((byte, i) => bytes[i] === byte);
}

/** The chain value before the first frame: the CRC of the header, which binds the frames to it. */
export function firstChain(headerBytes: Uint8Array): number {
  return viewOf(headerBytes).getUint32(segmentHeaderLength - 4, true);
}
