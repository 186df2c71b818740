import { join } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FileHandle, FileSystem } from '../../engine/fs/file-system.ts';

const maxOpenFiles = 8;

/** Reads ranges of a directory's files, keeping the last few open. Whoever makes one closes it. */
export class DirectoryReader {
  readonly #fileSystem: FileSystem;
  readonly #directory: string;
  readonly #open = new Map<string, FileHandle>();

  constructor(fileSystem: FileSystem, directory: string) {
    this.#fileSystem = fileSystem;
    this.#directory = directory;
  }

  /** `length` bytes of `file` from `offset`; fewer only at its end. Throws NOT_FOUND when the file is gone. */
  async read(file: string, offset: number, length: number): Promise<Uint8Array> {
    const handle = this.#open.get(file) ?? (await this.#openFile(file));
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, await handle.read(bytes, offset));
  }

  async close(): Promise<void> {
    const handles = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(handles.map((handle) => handle.close()));
  }

  async #openFile(file: string): Promise<FileHandle> {
    const path = join(this.#directory, file);
    if ((await this.#fileSystem.stat(path)) === null) {
      throw new WalscopeError('NOT_FOUND', `${file} is not in ${this.#directory} any more.`, {
        details: { file },
      });
    }
    if (this.#open.size >= maxOpenFiles) await this.#closeOldest();
    const handle = await this.#fileSystem.open(path, 'read');
    this.#open.set(file, handle);
    return handle;
  }

  async #closeOldest(): Promise<void> {
    for (const [file, handle] of this.#open) {
      this.#open.delete(file);
      await handle.close();
      return;
    }
  }
}
