import { setImmediate } from 'node:timers/promises';
import { WalscopeError } from '../../../../shared/errors.ts';
import type { FileHandle } from '../../../engine/fs/file-system.ts';
import { type Crc64, crc64 } from '../crc64.ts';

const chunkBytes = 1024 * 1024;

/** The checksum of [from, to) of a file, in slices. */
export async function checksumOf(
  handle: FileHandle,
  from: number,
  to: number,
  options: { signal?: AbortSignal | undefined; onProgress?: (at: number) => void } = {},
): Promise<Crc64> {
  const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(0, to - from)));
  let crc: Crc64 = { high: 0, low: 0 };
  for (let at = from; at < to; ) {
    if (options.signal?.aborted) throw new WalscopeError('CANCELLED', 'Reading was cancelled.');
    await setImmediate();
    const read = await handle.read(buffer.subarray(0, Math.min(chunkBytes, to - at)), at);
    if (read === 0) break;
    crc = crc64(buffer.subarray(0, read), crc);
    at += read;
    options.onProgress?.(at);
  }
  return crc;
}

/** The checksum that stands at `offset`. */
export async function storedChecksum(handle: FileHandle, offset: number): Promise<Crc64> {
  const bytes = Buffer.alloc(8);
  await handle.read(bytes, offset);
  return { low: bytes.readUInt32LE(0), high: bytes.readUInt32LE(4) };
}
