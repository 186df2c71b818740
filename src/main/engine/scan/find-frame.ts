import { crc32 } from '../format/crc32.ts';
import { decodeFrameHeader, type FrameHeader, frameHeaderLength, frameMarker } from '../format/frame.ts';
import type { Salt } from '../format/segment-header.ts';
import type { ReadWindow } from './read-window.ts';
import type { Slicer } from './slicer.ts';

const searchBytes = 256 * 1024;
/** A checksum over more than this is taken in parts, so that the thread is not held up. */
const crcSliceBytes = 4 * 1024 * 1024;

export interface FoundFrame {
  offset: number;
  header: FrameHeader;
}

/**
 * The next frame from `from` on, by its salted marker and the checksum of its header. Frames that begin before
 * `minSeq` do not count: a value may hold a copy of an earlier part of the log, but never of a later one.
 */
export async function findFrame(
  window: ReadWindow,
  from: number,
  limit: number,
  salt: Salt,
  minSeq: number,
  slicer: Slicer,
): Promise<FoundFrame | null> {
  const marker = markerBytes(salt);
  let at = from;
  while (at + frameHeaderLength <= limit) {
    await window.load(at, Math.min(searchBytes, limit - at));
    const available = Buffer.from(
      window.bytes.buffer,
      window.bytes.byteOffset + at - window.base,
      Math.min(window.base + window.length, limit) - at,
    );
    if (available.length < frameHeaderLength) return null;
    let hit = available.indexOf(marker);
    while (hit >= 0 && hit + frameHeaderLength <= available.length) {
      const header = decodeFrameHeader(available, hit, salt);
      if (header !== null && header.firstSeq >= minSeq) return { offset: at + hit, header };
      hit = available.indexOf(marker, hit + 1);
    }
    at += available.length - frameHeaderLength + 1;
    if (slicer.dueNow()) await slicer.yield();
  }
  return null;
}

/** The next frame from `from` on that is whole: its payload is there and matches its checksum. */
export async function findWholeFrame(
  window: ReadWindow,
  from: number,
  limit: number,
  salt: Salt,
  minSeq: number,
  slicer: Slicer,
): Promise<FoundFrame | null> {
  let found = await findFrame(window, from, limit, salt, minSeq, slicer);
  while (found !== null) {
    const end = found.offset + frameHeaderLength + found.header.payloadLength;
    if (end <= limit && (await payloadMatches(window, found.offset, found.header, slicer))) return found;
    found = await findFrame(window, found.offset + 1, limit, salt, minSeq, slicer);
  }
  return null;
}

/** Loads a frame's payload and compares its checksum; false when the file ends before the payload does. */
export async function payloadMatches(
  window: ReadWindow,
  offset: number,
  header: FrameHeader,
  slicer: Slicer,
): Promise<boolean> {
  const length = frameHeaderLength + header.payloadLength;
  if (!window.holds(offset, length) && !(await window.load(offset, length))) return false;
  let at = offset - window.base + frameHeaderLength;
  const end = at + header.payloadLength;
  let crc = 0;
  while (at < end) {
    const next = Math.min(end, at + crcSliceBytes);
    crc = crc32(window.bytes, at, next, crc);
    at = next;
    if (at < end && slicer.dueNow()) await slicer.yield();
  }
  return crc === header.payloadCrc;
}

function markerBytes(salt: Salt): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, frameMarker(salt), true);
  return bytes;
}
