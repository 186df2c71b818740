import type { FileHandle, FileStat, FileSystem, OpenMode } from '../../engine/fs/file-system.ts';

/** Which fsyncs say that they are done and do nothing. */
export type Lie = 'files' | 'directories';

/** The same file system, but for fsyncs that never happen: an engine with them taken out, or a disk that lies. */
export class LyingFileSystem implements FileSystem {
  readonly #inner: FileSystem;
  readonly #lie: Lie;

  constructor(inner: FileSystem, lie: Lie) {
    this.#inner = inner;
    this.#lie = lie;
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    const handle = await this.#inner.open(path, mode);
    return this.#lie === 'files' ? new LyingFileHandle(handle) : handle;
  }

  async syncDirectory(path: string): Promise<void> {
    if (this.#lie !== 'directories') await this.#inner.syncDirectory(path);
  }

  list(directory: string): Promise<string[]> {
    return this.#inner.list(directory);
  }

  stat(path: string): Promise<FileStat | null> {
    return this.#inner.stat(path);
  }

  rename(from: string, to: string): Promise<void> {
    return this.#inner.rename(from, to);
  }

  unlink(path: string): Promise<void> {
    return this.#inner.unlink(path);
  }

  mkdir(path: string): Promise<void> {
    return this.#inner.mkdir(path);
  }

  rmdir(path: string): Promise<void> {
    return this.#inner.rmdir(path);
  }

  readFile(path: string): Promise<Uint8Array> {
    return this.#inner.readFile(path);
  }
}

class LyingFileHandle implements FileHandle {
  readonly #inner: FileHandle;

  constructor(inner: FileHandle) {
    this.#inner = inner;
  }

  async sync(): Promise<void> {}

  syncSync(): void {}

  read(target: Uint8Array, position: number): Promise<number> {
    return this.#inner.read(target, position);
  }

  readSync(target: Uint8Array, position: number): number {
    return this.#inner.readSync(target, position);
  }

  write(data: Uint8Array, position: number): Promise<void> {
    return this.#inner.write(data, position);
  }

  writeSync(data: Uint8Array, position: number): void {
    this.#inner.writeSync(data, position);
  }

  truncate(length: number): Promise<void> {
    return this.#inner.truncate(length);
  }

  size(): Promise<number> {
    return this.#inner.size();
  }

  tryLock(): boolean {
    return this.#inner.tryLock();
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}
