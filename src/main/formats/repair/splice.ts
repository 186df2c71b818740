import { join } from 'node:path';
import type { FileHandle, FileStat, FileSystem } from '../../engine/fs/file-system.ts';
import type { Splice } from '../log/reading.ts';
import { ReadOnlyFileHandle, ReadOnlyFileSystem } from '../read-only-files.ts';

/** A directory as it would read with some of its bytes replaced. Nothing can be written through it. */
export class SplicedFileSystem extends ReadOnlyFileSystem {
  readonly #splices = new Map<string, Splice[]>();

  /** Throws when two splices overlap. */
  constructor(inner: FileSystem, directory: string, splices: readonly Splice[]) {
    super(inner);
    for (const splice of [...splices].sort((a, b) => a.offset - b.offset)) {
      const path = join(directory, splice.file);
      const before = this.#splices.get(path)?.at(-1);
      if (before && before.offset + before.remove > splice.offset) {
        throw new Error(`Two splices of ${path} overlap at ${splice.offset}.`);
      }
      this.#splices.set(path, [...(this.#splices.get(path) ?? []), splice]);
    }
  }

  protected async openToRead(path: string): Promise<FileHandle> {
    const handle = await this.inner.open(path, 'read');
    const splices = this.#splices.get(path);
    return splices ? new SplicedFileHandle(handle, await handle.size(), splices) : handle;
  }

  override async stat(path: string): Promise<FileStat | null> {
    const stat = await this.inner.stat(path);
    if (stat === null) return null;
    const grown = (this.#splices.get(path) ?? []).reduce(
      (bytes, { insert, remove }) => bytes + insert.length - remove,
      0,
    );
    return { ...stat, size: stat.size + grown };
  }
}

/** A run of bytes as they read: those of the file from `from` on, or others in their place. */
interface Piece {
  at: number;
  length: number;
  from: number;
  bytes: Uint8Array | null;
}

class SplicedFileHandle extends ReadOnlyFileHandle {
  readonly #inner: FileHandle;
  readonly #pieces: readonly Piece[];
  readonly #size: number;

  constructor(inner: FileHandle, size: number, splices: readonly Splice[]) {
    super();
    this.#inner = inner;
    this.#pieces = piecesOf(size, splices);
    this.#size = this.#pieces.reduce((bytes, { length }) => bytes + length, 0);
  }

  override async read(target: Uint8Array, position: number): Promise<number> {
    let done = 0;
    for (const { into, piece, skip } of this.#parts(target, position)) {
      done += piece.bytes ? copy(piece, skip, into) : await this.#inner.read(into, piece.from + skip);
    }
    return done;
  }

  override readSync(target: Uint8Array, position: number): number {
    let done = 0;
    for (const { into, piece, skip } of this.#parts(target, position)) {
      done += piece.bytes ? copy(piece, skip, into) : this.#inner.readSync(into, piece.from + skip);
    }
    return done;
  }

  override async size(): Promise<number> {
    return this.#size;
  }

  override close(): Promise<void> {
    return this.#inner.close();
  }

  *#parts(target: Uint8Array, position: number): Generator<{ into: Uint8Array; piece: Piece; skip: number }> {
    const end = position + target.length;
    for (const piece of this.#pieces) {
      const from = Math.max(position, piece.at);
      const to = Math.min(end, piece.at + piece.length);
      if (from < to) {
        yield { into: target.subarray(from - position, to - position), piece, skip: from - piece.at };
      }
    }
  }
}

function copy({ bytes }: Piece, skip: number, into: Uint8Array): number {
  into.set(bytes!.subarray(skip, skip + into.length));
  return into.length;
}

function piecesOf(size: number, splices: readonly Splice[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let from = 0;
  const add = (length: number, bytes: Uint8Array | null) => {
    if (length > 0) pieces.push({ at, length, from, bytes });
    at += Math.max(0, length);
  };
  for (const { offset, remove, insert } of splices) {
    add(offset - from, null);
    add(insert.length, insert);
    from = offset + remove;
  }
  add(size - from, null);
  return pieces;
}
