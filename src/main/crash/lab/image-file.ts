import { errnoError } from '../../engine/fs/errno.ts';
import type { FileHandle } from '../../engine/fs/file-system.ts';

const empty = new Uint8Array(0);
const minCapacity = 256;

/** A file of an image, or one made since. The image's bytes are copied at the first change. */
export class ImageFile {
  /** Whoever holds the lock; compared by identity. */
  lockHolder: object | null = null;
  #bytes: Uint8Array;
  #length: number;
  /** The bytes are the image's, and other disks share them. */
  #shared: boolean;

  constructor(content?: Uint8Array) {
    this.#bytes = content ?? empty;
    this.#length = this.#bytes.length;
    this.#shared = true;
  }

  get length(): number {
    return this.#length;
  }

  /** What stands in the file now: to be read at once, and not to be changed. */
  view(): Uint8Array {
    return this.#bytes.length === this.#length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  /** The same bytes for good: whatever is written from now on is written to a copy. */
  share(): Uint8Array {
    this.#bytes = this.view();
    this.#shared = true;
    return this.#bytes;
  }

  write(data: Uint8Array, position: number): void {
    const end = Math.max(this.#length, position + data.length);
    this.#own(end);
    this.#bytes.set(data, position);
    this.#length = end;
  }

  resize(length: number): void {
    this.#own(length);
    // What lies beyond the length is always zero, so that growing again finds zeros.
    if (length < this.#length) this.#bytes.fill(0, length, this.#length);
    this.#length = length;
  }

  #own(capacity: number): void {
    if (!this.#shared && capacity <= this.#bytes.length) return;
    const grown = this.#shared ? capacity + minCapacity : 2 * capacity;
    const bytes = new Uint8Array(Math.max(grown, this.#length));
    bytes.set(this.view());
    this.#bytes = bytes;
    this.#shared = false;
  }
}

/** What a handle needs of its disk: to be told of each change. */
export interface ChangedDisk {
  changed(): void;
}

/** An open file. It outlives the file's name, as a descriptor does. Every sync succeeds: nothing is ever lost here. */
export class ImageFileHandle implements FileHandle {
  readonly #disk: ChangedDisk;
  readonly #file: ImageFile;
  readonly #path: string;
  readonly #writable: boolean;
  #closed = false;

  constructor(disk: ChangedDisk, file: ImageFile, path: string, writable: boolean) {
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
    const bytes = this.#file.view().subarray(position, position + target.length);
    target.set(bytes);
    return bytes.length;
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    this.writeSync(data, position);
  }

  writeSync(data: Uint8Array, position: number): void {
    this.#checkWritable('write');
    if (data.length === 0) return;
    this.#file.write(data, position);
    this.#disk.changed();
  }

  async sync(): Promise<void> {
    this.syncSync();
  }

  syncSync(): void {
    this.#check('fdatasync');
  }

  async truncate(length: number): Promise<void> {
    this.#checkWritable('ftruncate');
    if (length === this.#file.length) return;
    this.#file.resize(length);
    this.#disk.changed();
  }

  async size(): Promise<number> {
    this.#check('fstat');
    return this.#file.length;
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
