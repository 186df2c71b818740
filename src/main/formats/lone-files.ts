import { basename, dirname, normalize } from 'node:path';
import { errnoError, errnoOf } from '../engine/fs/errno.ts';
import type { FileHandle, FileStat, FileSystem, OpenMode } from '../engine/fs/file-system.ts';

/**
 * A file system in which a file can be taken for a directory with nothing else in it, so that one that lies among
 * others is read by itself: behind `/backups/monday.rdb` with a slash at its end lies `monday.rdb`. Nothing is written
 * to a file that is taken so (EROFS); all other paths are as they were.
 */
export class LoneFiles implements FileSystem {
  readonly #inner: FileSystem;

  constructor(inner: FileSystem) {
    this.#inner = inner;
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    const file = await this.#fileBehind(path);
    if (file !== null && mode !== 'read') throw errnoError('EROFS', 'open', path);
    return this.#inner.open(file ?? path, mode).catch(asAbsent);
  }

  async list(directory: string): Promise<string[]> {
    return (await this.#isTaken(directory)) ? [basename(directory)] : this.#inner.list(directory);
  }

  async stat(path: string): Promise<FileStat | null> {
    if (await this.#isTaken(path)) {
      const stat = await this.#inner.stat(withoutSlash(path));
      return stat && { ...stat, isDirectory: true };
    }
    return this.#inner.stat((await this.#fileBehind(path)) ?? path);
  }

  async readFile(path: string): Promise<Uint8Array> {
    return this.#inner.readFile((await this.#fileBehind(path)) ?? path).catch(asAbsent);
  }

  rename = (from: string, to: string): Promise<void> => this.#inner.rename(from, to);
  unlink = (path: string): Promise<void> => this.#inner.unlink(path);
  mkdir = (path: string): Promise<void> => this.#inner.mkdir(path);
  rmdir = (path: string): Promise<void> => this.#inner.rmdir(path);
  syncDirectory = (path: string): Promise<void> => this.#inner.syncDirectory(path);

  /** Whether a path is a file with a slash at its end. */
  async #isTaken(path: string): Promise<boolean> {
    if (!endsWithSlash(path)) return false;
    const stat = await this.#inner.stat(withoutSlash(path));
    return stat !== null && !stat.isDirectory;
  }

  /** The file that lies behind itself; null for all other paths. */
  async #fileBehind(path: string): Promise<string | null> {
    const file = dirname(normalize(path));
    if (basename(path) !== basename(file)) return null;
    const stat = await this.#inner.stat(file);
    return stat === null || stat.isDirectory ? null : file;
  }
}

/** A file as a directory of its own. */
export function loneDirectory(file: string): string {
  return `${file}/`;
}

/** Whether a directory with these names is a file that is taken for one. */
export function isLoneDirectory(directory: string, names: readonly string[]): boolean {
  return endsWithSlash(directory) && names.length === 1 && names[0] === basename(directory);
}

/** Behind a file lies nothing but itself. */
function asAbsent(error: unknown): never {
  if (errnoOf(error) !== 'ENOTDIR') throw error;
  throw errnoError('ENOENT', 'open', (error as NodeJS.ErrnoException).path);
}

function endsWithSlash(path: string): boolean {
  return /[/\\]$/.test(path);
}

function withoutSlash(path: string): string {
  return path.replace(/[/\\]+$/, '');
}
