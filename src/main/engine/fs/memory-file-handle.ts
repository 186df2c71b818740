import { errnoError } from './errno.ts';
import type { FileHandle } from './file-system.ts';

/** What a handle needs of its file. */
export interface FileInMemory {
  /** What processes see. */
  readonly written: { readonly length: number; view(): Uint8Array };
  /** Whoever holds the lock; compared by identity. */
  lockHolder: object | null;
}

/** What a handle needs of its disk. */
export interface MemoryDisk<File extends FileInMemory> {
  write(file: File, data: Uint8Array, position: number): void;
  truncate(file: File, length: number): void;
  sync(file: File): void;
}

/** An open file in memory. It outlives the file's name, as a descriptor does. */
export class MemoryFileHandle<File extends FileInMemory> implements FileHandle {
  readonly #disk: MemoryDisk<File>;
  readonly #file: File;
  readonly #path: string;
  readonly #writable: boolean;
  #closed = false;

  constructor(disk: MemoryDisk<File>, file: File, path: string, writable: boolean) {
    this.#disk = disk;
    this.#file = file;
    this.#path = path;
    this.#writable = writable;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    return this.readSync(target, position);
  }

  readSync(target: Uint8Array, position: number): number {
    this.#check('read');
    const bytes = this.#file.written.view().subarray(position, position + target.length);
    target.set(bytes);
    return bytes.length;
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    this.writeSync(data, position);
  }

  writeSync(data: Uint8Array, position: number): void {
    this.#checkWritable('write');
    if (data.length > 0) this.#disk.write(this.#file, data, position);
  }

  async sync(): Promise<void> {
    this.syncSync();
  }

  syncSync(): void {
    this.#check('fdatasync');
    this.#disk.sync(this.#file);
  }

  async truncate(length: number): Promise<void> {
    this.#checkWritable('ftruncate');
    this.#disk.truncate(this.#file, length);
  }

  async size(): Promise<number> {
    this.#check('fstat');
    return this.#file.written.length;
  }

  tryLock(): boolean {
    this.#check('lock');
    this.#file.lockHolder ??= this;
    return this.#file.lockHolder === this;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#file.lockHolder === this) this.#file.lockHolder = null;
  }

  #check(syscall: string): void {
    if (this.#closed) throw errnoError('EBADF', syscall, this.#path);
  }

  #checkWritable(syscall: string): void {
    this.#check(syscall);
    if (!this.#writable) throw errnoError('EBADF', syscall, this.#path);
  }
}
