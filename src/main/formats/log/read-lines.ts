import { WalscopeError } from '../../../shared/errors.ts';
import type { FileHandle } from '../../engine/fs/file-system.ts';

const chunkBytes = 1024 * 1024;

export interface Line {
  offset: number;
  /** Without the newline. */
  bytes: Uint8Array;
  /** A newline stands behind it. */
  ended: boolean;
}

export interface LineOptions {
  /** A longer line fails with TOO_LARGE: it must be held in memory. Bytes. */
  maxLineBytes: number;
  signal?: AbortSignal | undefined;
}

/** The lines of a file, read in chunks; the bytes are good until the next line. */
export async function* readLines(
  handle: FileHandle,
  size: number,
  { maxLineBytes, signal }: LineOptions,
): AsyncGenerator<Line, void, void> {
  let begun: Uint8Array = new Uint8Array(0);
  let begunAt = 0;
  for (let at = 0; at < size; ) {
    if (signal?.aborted) throw new WalscopeError('CANCELLED', 'Reading was cancelled.');
    const chunk = Buffer.allocUnsafe(begun.length + Math.min(chunkBytes, size - at));
    chunk.set(begun);
    const read = await handle.read(chunk.subarray(begun.length), at);
    if (read === 0) break;
    const filled = chunk.subarray(0, begun.length + read);
    at += read;
    let start = 0;
    for (let end = filled.indexOf(10); end >= 0; end = filled.indexOf(10, start)) {
      yield { offset: begunAt + start, bytes: filled.subarray(start, end), ended: true };
      start = end + 1;
    }
    begun = filled.subarray(start);
    begunAt += start;
    if (begun.length > maxLineBytes) {
      throw new WalscopeError('TOO_LARGE', `The line at ${begunAt} is longer than ${maxLineBytes} bytes.`);
    }
  }
  if (begun.length > 0) yield { offset: begunAt, bytes: begun, ended: false };
}
