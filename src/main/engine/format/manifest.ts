import { crc32 } from './crc32.ts';
import { type Decoded, damaged, formatVersion } from './decoded.ts';
import { readU64, viewOf, writeU64 } from './integers.ts';

/** Which segments count, in the order in which they are replayed. See docs/format.md. */
export interface Manifest {
  storeId: Uint8Array;
  /** Rises by one with each manifest written. */
  generation: number;
  createdMs: number;
  /** The next segment gets this number; no number is given twice. */
  nextNumber: number;
  segments: ManifestSegment[];
}

export interface ManifestSegment {
  number: number;
  compacted: boolean;
  firstSeq: number;
  /** How a segment ended that is no longer written to; null for the one that is. */
  closed: ClosedSegment | null;
}

export interface ClosedSegment {
  /** Last sequence number that it stands for; one less than its first when it holds none. */
  lastSeq: number;
  /** Logical end, and the chain value there. */
  offset: number;
  chain: number;
  records: number;
  /** A seal follows its last frame. */
  sealed: boolean;
}

const magic = Uint8Array.from([0x57, 0x41, 0x4c, 0x53, 0x4d, 0x41, 0x4e, 0x49]); // "WALSMANI"
const fixedLength = 56;
const entryLength = 44;
const crcLength = 4;
const flagCompacted = 1;
const flagClosed = 2;
const flagSealed = 4;
export const maxManifestSegments = 1_000_000;

export function encodeManifest(manifest: Manifest): Uint8Array {
  const length = fixedLength + manifest.segments.length * entryLength + crcLength;
  const bytes = new Uint8Array(length);
  const view = viewOf(bytes);
  bytes.set(magic, 0);
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, length, true);
  bytes.set(manifest.storeId, 16);
  writeU64(view, 32, manifest.generation);
  writeU64(view, 40, manifest.createdMs);
  view.setUint32(48, manifest.nextNumber, true);
  view.setUint32(52, manifest.segments.length, true);
  manifest.segments.forEach((segment, i) => {
    encodeEntry(view, fixedLength + i * entryLength, segment);
  });
  view.setUint32(length - crcLength, crc32(bytes, 0, length - crcLength), true);
  return bytes;
}

function encodeEntry(view: DataView, at: number, segment: ManifestSegment): void {
  const { closed } = segment;
  view.setUint32(at, segment.number, true);
  const flags =
    (segment.compacted ? flagCompacted : 0) | (closed ? flagClosed : 0) | (closed?.sealed ? flagSealed : 0);
  view.setUint32(at + 4, flags, true);
  writeU64(view, at + 8, segment.firstSeq);
  writeU64(view, at + 16, closed?.lastSeq ?? 0);
  writeU64(view, at + 24, closed?.offset ?? 0);
  view.setUint32(at + 32, closed?.chain ?? 0, true);
  writeU64(view, at + 36, closed?.records ?? 0);
}

export function decodeManifest(bytes: Uint8Array): Decoded<Manifest> {
  if (!startsWithManifestMagic(bytes)) return damaged('it does not start with WALSMANI');
  if (bytes.length < fixedLength + crcLength) return damaged('it ends within its fixed part');
  const view = viewOf(bytes);
  if (view.getUint32(12, true) !== bytes.length) return damaged('its length is not the one it names');
  if (view.getUint32(bytes.length - crcLength, true) !== crc32(bytes, 0, bytes.length - crcLength)) {
    return damaged('its checksum does not match');
  }
  const version = view.getUint32(8, true);
  if (version !== formatVersion) return { status: 'unsupported', version };
  const count = view.getUint32(52, true);
  if (fixedLength + count * entryLength + crcLength !== bytes.length) {
    return damaged('it names another number of segments than it holds');
  }
  return {
    status: 'ok',
    value: {
      storeId: bytes.slice(16, 32),
      generation: readU64(view, 32),
      createdMs: readU64(view, 40),
      nextNumber: view.getUint32(48, true),
      segments: Array.from({ length: count }, (_, i) => decodeEntry(view, fixedLength + i * entryLength)),
    },
  };
}

function decodeEntry(view: DataView, at: number): ManifestSegment {
  const flags = view.getUint32(at + 4, true);
  return {
    number: view.getUint32(at, true),
    compacted: (flags & flagCompacted) !== 0,
    firstSeq: readU64(view, at + 8),
    closed:
      (flags & flagClosed) === 0
        ? null
        : {
            lastSeq: readU64(view, at + 16),
            offset: readU64(view, at + 24),
            chain: view.getUint32(at + 32, true),
            records: readU64(view, at + 36),
            sealed: (flags & flagSealed) !== 0,
          },
  };
}

export function startsWithManifestMagic(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.every((byte, i) => bytes[i] === byte);
}
