import { join } from 'node:path';
import type { DamagedRange } from '../../../shared/model.ts';
import { crc32 } from '../../engine/format/crc32.ts';
import { chainedFrom, decodeFrameHeader, frameHeaderLength } from '../../engine/format/frame.ts';
import { viewOf } from '../../engine/format/integers.ts';
import { decodeSegmentHeader, segmentHeaderLength } from '../../engine/format/segment-header.ts';
import type { FileHandle, FileSystem } from '../../engine/fs/file-system.ts';
import { type BitPlace, bitReadings } from '../log/bit-reading.ts';
import { type FlippedBit, findFlippedBit } from '../log/flipped-bit.ts';
import type { Log, LogFrame } from '../log/log.ts';
import type { Reading } from '../log/reading.ts';

/** Where the CRCs stand in a frame's header. */
const headerCrcAt = 4;
const payloadCrcAt = 40;

/** A damaged frame with the one bit turned back with which its checksums hold. */
export async function walscopeReadings(
  log: Log,
  range: DamagedRange,
  fileSystem: FileSystem,
): Promise<Reading[]> {
  const frame = frameAt(log, range);
  if (frame === null) return [];
  const handle = await fileSystem.open(join(log.directory, range.file), 'read');
  try {
    return await bitReadings(handle, range.file, await flippedAt(handle, frame));
  } finally {
    await handle.close();
  }
}

function frameAt({ table, files }: Log, { file, offset }: DamagedRange): LogFrame | null {
  const number = files.findIndex(({ name }) => name === file);
  for (let index = 0; index < table.frames; index++) {
    const frame = table.frame(index);
    if (frame.file === number && frame.offset <= offset && offset < frame.offset + frame.length) return frame;
  }
  return null;
}

async function flippedAt(handle: FileHandle, { offset }: LogFrame): Promise<BitPlace | null> {
  const segment = decodeSegmentHeader(await bytesOf(handle, 0, segmentHeaderLength));
  const bytes = await bytesOf(handle, offset, frameHeaderLength);
  if (segment.status !== 'ok' || bytes.length < frameHeaderLength) return null;
  const { salt } = segment.value;
  const header = decodeFrameHeader(bytes, 0, salt);
  if (header === null) {
    const stored = viewOf(bytes, 0, frameHeaderLength).getUint32(headerCrcAt, true);
    const found = crc32(bytes, chainedFrom, frameHeaderLength, salt.seed);
    const flip = findFlippedBit(stored, found, frameHeaderLength - chainedFrom);
    return placed(flip, offset + headerCrcAt, offset + chainedFrom);
  }
  const { payloadCrc, payloadLength } = header;
  const payload = await bytesOf(
    handle,
    offset + frameHeaderLength,
    Math.min(payloadLength, maxSearchedBytes),
  );
  if (payload.length < payloadLength) return null;
  const flip = findFlippedBit(payloadCrc, crc32(payload, 0, payload.length), payloadLength);
  return placed(flip, offset + payloadCrcAt, offset + frameHeaderLength);
}

/** In a longer payload no flipped bit is looked for. Bytes. */
const maxSearchedBytes = 256 * 1024;

function placed(flip: FlippedBit | null, crcAt: number, contentAt: number): BitPlace | null {
  if (flip === null) return null;
  return { offset: (flip.in === 'checksum' ? crcAt : contentAt) + flip.byte, bit: flip.bit };
}

async function bytesOf(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, await handle.read(bytes, offset));
}
