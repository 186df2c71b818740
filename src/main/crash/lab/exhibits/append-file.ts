import type { FileHandle, FileSystem } from '../../../engine/fs/file-system.ts';

/** A file that only grows at its end, as the logs of the exhibits do. */
export class AppendFile {
  readonly #handle: FileHandle;
  #end: number;

  private constructor(handle: FileHandle, end: number) {
    this.#handle = handle;
    this.#end = end;
  }

  /** Opens the file, or makes it, and gives what is in it. */
  static async open(
    fileSystem: FileSystem,
    path: string,
  ): Promise<{ file: AppendFile; content: Uint8Array }> {
    const handle = await fileSystem.open(path, 'open-or-create');
    const content = await fileSystem.readFile(path);
    return { file: new AppendFile(handle, content.length), content };
  }

  /** Length in bytes. */
  get end(): number {
    return this.#end;
  }

  /** Bytes of a failed append are overwritten by the next one. */
  async append(bytes: Uint8Array): Promise<void> {
    await this.#handle.write(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Changes bytes that are there. */
  overwrite(bytes: Uint8Array, position: number): Promise<void> {
    return this.#handle.write(bytes, position);
  }

  async truncate(length: number): Promise<void> {
    await this.#handle.truncate(length);
    this.#end = length;
  }

  sync(): Promise<void> {
    return this.#handle.sync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
