import { join } from 'node:path';
import { errnoError } from '../../engine/fs/errno.ts';
import type { FileHandle, FileStat, FileSystem, OpenMode } from '../../engine/fs/file-system.ts';
import type { Splice } from '../log/log.ts';

/** A directory as it would read with some of its bytes replaced. Nothing can be written through it. */
export class SplicedFileSystem implements FileSystem {
  readonly #inner: FileSystem;
  readonly #splices = new Map<string, Splice[]>();

  /** Throws when two splices overlap. */
  constructor(inner: FileSystem, directory: string, splices: readonly Splice[]) {
    this.#inner = inner;
    for (const splice of [...splices].sort((a, b) => a.offset - b.offset)) {
      const path = join(directory, splice.file);
      const before = this.#splices.get(path)?.at(-1);
      if (before && before.offset + before.remove > splice.offset) {
        throw new Error(`Two splices of ${path} overlap at ${splice.offset}.`);
      }
      this.#splices.set(path, [...(this.#splices.get(path) ?? []), splice]);
    }
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    if (mode !== 'read') throw readOnly('open', path);
    const handle = await this.#inner.open(path, 'read');
    const splices = this.#splices.get(path);
    return splices ? new SplicedFileHandle(handle, await handle.size(), splices) : handle;
  }

  list(directory: string): Promise<string[]> {
    return this.#inner.list(directory);
  }

  async stat(path: string): Promise<FileStat | null> {
    const stat = await this.#inner.stat(path);
    if (stat === null) return null;
    const grown = (this.#splices.get(path) ?? []).reduce(
      (bytes, { insert, remove }) => bytes + insert.length - remove,
      0,
    );
    return { ...stat, size: stat.size + grown };
  }

  async readFile(path: string): Promise<Uint8Array> {
    const handle = await this.open(path, 'read');
    try {
      const bytes = new Uint8Array(await handle.size());
      return bytes.subarray(0, await handle.read(bytes, 0));
    } finally {
      await handle.close();
    }
  }

  rename = async (from: string): Promise<void> => Promise.reject(readOnly('rename', from));
  unlink = async (path: string): Promise<void> => Promise.reject(readOnly('unlink', path));
  mkdir = async (path: string): Promise<void> => Promise.reject(readOnly('mkdir', path));
  rmdir = async (path: string): Promise<void> => Promise.reject(readOnly('rmdir', path));
  syncDirectory = async (path: string): Promise<void> => Promise.reject(readOnly('fsync', path));
}

function readOnly(call: string, path?: string): Error {
  return errnoError('EROFS', call, path);
}

/** A run of bytes as they read: those of the file from `from` on, or others in their place. */
interface Piece {
  at: number;
  length: number;
  from: number;
  bytes: Uint8Array | null;
}

class SplicedFileHandle implements FileHandle {
  readonly #inner: FileHandle;
  readonly #pieces: readonly Piece[];
  readonly #size: number;

  constructor(inner: FileHandle, size: number, splices: readonly Splice[]) {
    this.#inner = inner;
    this.#pieces = piecesOf(size, splices);
    this.#size = this.#pieces.reduce((bytes, { length }) => bytes + length, 0);
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    let done = 0;
    for (const { into, piece, skip } of this.#parts(target, position)) {
      done += piece.bytes ? copy(piece, skip, into) : await this.#inner.read(into, piece.from + skip);
    }
    return done;
  }

  readSync(target: Uint8Array, position: number): number {
    let done = 0;
    for (const { into, piece, skip } of this.#parts(target, position)) {
      done += piece.bytes ? copy(piece, skip, into) : this.#inner.readSync(into, piece.from + skip);
    }
    return done;
  }

  async size(): Promise<number> {
    return this.#size;
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  write = async (): Promise<void> => Promise.reject(readOnly('write'));
  sync = async (): Promise<void> => Promise.reject(readOnly('fsync'));
  truncate = async (): Promise<void> => Promise.reject(readOnly('ftruncate'));
  writeSync = (): void => {
    throw readOnly('write');
  };
  syncSync = (): void => {
    throw readOnly('fsync');
  };
  tryLock = (): boolean => false;

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
