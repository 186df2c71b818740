/// <reference path="./fs-native-extensions.d.ts" />
import { close, fdatasync, fdatasyncSync, fstat, ftruncate, read, readSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { tryLock } from 'fs-native-extensions';
import { errnoError } from './errno.ts';
import type { FileHandle } from './file-system.ts';

const readAsync = promisify(read);
const writeAsync = promisify(write);
const fdatasyncAsync = promisify(fdatasync);
const ftruncateAsync = promisify(ftruncate);
const fstatAsync = promisify(fstat);
const closeAsync = promisify(close);

/**
 * The lock stands on one byte far behind any content: where locks are mandatory (Windows) others can still read
 * what the lock file says about its holder.
 */
const lockOffset = 2 ** 30;

const closed = -1;

/** A descriptor of the operating system. After `close` every call fails with EBADF, even if the number is reused. */
export class NodeFileHandle implements FileHandle {
  #fd: number;
  readonly #path: string;

  constructor(fd: number, path: string) {
    this.#fd = fd;
    this.#path = path;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    const fd = this.#open('read');
    let done = 0;
    while (done < target.length) {
      const { bytesRead } = await readAsync(fd, target, done, target.length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  readSync(target: Uint8Array, position: number): number {
    const fd = this.#open('read');
    let done = 0;
    while (done < target.length) {
      const bytesRead = readSync(fd, target, done, target.length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    const fd = this.#open('write');
    let done = 0;
    while (done < data.length) {
      const { bytesWritten } = await writeAsync(fd, data, done, data.length - done, position + done);
      if (bytesWritten === 0) throw errnoError('EIO', 'write', this.#path);
      done += bytesWritten;
    }
  }

  writeSync(data: Uint8Array, position: number): void {
    const fd = this.#open('write');
    let done = 0;
    while (done < data.length) {
      const bytesWritten = writeSync(fd, data, done, data.length - done, position + done);
      if (bytesWritten === 0) throw errnoError('EIO', 'write', this.#path);
      done += bytesWritten;
    }
  }

  async sync(): Promise<void> {
    await fdatasyncAsync(this.#open('fdatasync'));
  }

  syncSync(): void {
    fdatasyncSync(this.#open('fdatasync'));
  }

  async truncate(length: number): Promise<void> {
    await ftruncateAsync(this.#open('ftruncate'), length);
  }

  async size(): Promise<number> {
    return (await fstatAsync(this.#open('fstat'))).size;
  }

  tryLock(): boolean {
    return tryLock(this.#open('lock'), lockOffset, 1);
  }

  async close(): Promise<void> {
    if (this.#fd === closed) return;
    const fd = this.#fd;
    this.#fd = closed;
    await closeAsync(fd);
  }

  #open(syscall: string): number {
    if (this.#fd === closed) throw errnoError('EBADF', syscall, this.#path);
    return this.#fd;
  }
}
