import type { FileHandle, FileSystem } from '../engine/fs/file-system.ts';
import { ReadOnlyFileHandle, ReadOnlyFileSystem } from './read-only-files.ts';

/** More are opened and closed as they are asked for. */
const maxHeld = 512;

/**
 * A file system that keeps open what has been opened to read, and goes on reading that: what has been found in a
 * directory can still be fetched when its owner deletes or replaces the files. Whoever makes one releases it.
 */
export class HeldFiles extends ReadOnlyFileSystem {
  readonly #held = new Map<string, Promise<FileHandle>>();

  /** Closes all of them. */
  async release(): Promise<void> {
    const handles = [...this.#held.values()];
    this.#held.clear();
    for (const handle of handles) await (await handle).close();
  }

  /** As it is now, whatever is held of it. */
  override readFile(path: string): Promise<Uint8Array> {
    return this.inner.readFile(path);
  }

  protected async openToRead(path: string): Promise<FileHandle> {
    const held = this.#held.get(path);
    if (held) return new HeldFile(await held);
    const opening = this.inner.open(path, 'read');
    if (this.#held.size >= maxHeld) return opening;
    this.#held.set(path, opening);
    try {
      return new HeldFile(await opening);
    } catch (error) {
      this.#held.delete(path);
      throw error;
    }
  }
}

/** One of many readers of an open file, whose leaving closes nothing. */
class HeldFile extends ReadOnlyFileHandle {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  override read(target: Uint8Array, position: number): Promise<number> {
    return this.#file.read(target, position);
  }

  override readSync(target: Uint8Array, position: number): number {
    return this.#file.readSync(target, position);
  }

  override size(): Promise<number> {
    return this.#file.size();
  }

  override async close(): Promise<void> {
    // The file stays open for the others.
  }
}

/** Reads through files that stay what they were, for as long as `read` takes. */
export async function holdingFiles<T>(
  fileSystem: FileSystem,
  read: (files: HeldFiles) => Promise<T>,
): Promise<T> {
  const files = new HeldFiles(fileSystem);
  try {
    return await read(files);
  } finally {
    await files.release();
  }
}
