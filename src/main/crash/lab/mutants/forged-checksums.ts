import { crc32 } from '../../../engine/format/crc32.ts';
import { durableFileLength, durableSlotLength } from '../../../engine/format/durable-mark.ts';
import { durableMarkFile, manifestFile, numberInName } from '../../../engine/format/file-names.ts';
import { frameHeaderLength, frameMarker } from '../../../engine/format/frame.ts';
import { viewOf } from '../../../engine/format/integers.ts';
import { segmentHeaderLength } from '../../../engine/format/segment-header.ts';
import { saltOf } from './store-calls.ts';

/**
 * A checksum that is made to match whatever it stands for is a checksum that nobody compares: each of these changes
 * `bytes`, the beginning of a file of that name, in place.
 */

const crcBytes = 4;

export function forgeManifest(name: string, bytes: Uint8Array): void {
  if (name !== manifestFile || bytes.length <= crcBytes) return;
  const end = bytes.length - crcBytes;
  viewOf(bytes).setUint32(end, crc32(bytes, 0, end), true);
}

export function forgeSegmentHeader(name: string, bytes: Uint8Array): void {
  if (numberInName(name) === null || bytes.length < segmentHeaderLength) return;
  const end = segmentHeaderLength - crcBytes;
  viewOf(bytes).setUint32(end, crc32(bytes, 0, end), true);
}

/** Of every frame whose marker can be found; the marker itself has no checksum of its own. */
export function forgeFrameHeaders(name: string, bytes: Uint8Array): void {
  const salt = numberInName(name) === null ? null : saltOf(bytes);
  if (salt === null) return;
  const view = viewOf(bytes);
  const marker = Buffer.alloc(4);
  marker.writeUInt32LE(frameMarker(salt));
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf(marker); at >= 0; at = buffer.indexOf(marker, at + 1)) {
    if (at + frameHeaderLength > bytes.length) return;
    view.setUint32(at + 4, crc32(bytes, at + 8, at + frameHeaderLength, salt.seed), true);
  }
}

/** Of both slots, unless they have never been written. */
export function forgeDurableMark(name: string, bytes: Uint8Array): void {
  if (name !== durableMarkFile || bytes.length !== durableFileLength) return;
  for (const start of [0, durableSlotLength]) {
    const end = start + durableSlotLength;
    if (bytes.subarray(start, end).every((byte) => byte === 0)) continue;
    viewOf(bytes).setUint32(start + 4, crc32(bytes, start + 8, end), true);
  }
}
