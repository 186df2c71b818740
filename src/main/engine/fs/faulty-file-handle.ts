import type { FaultyFileSystem } from './faulty-file-system.ts';
import type { FileHandle } from './file-system.ts';

/** An open file of a faulty file system, which is asked before every call. */
export class FaultyFileHandle implements FileHandle {
  readonly #owner: FaultyFileSystem;
  readonly #inner: FileHandle;
  readonly #path: string;

  constructor(owner: FaultyFileSystem, inner: FileHandle, path: string) {
    this.#owner = owner;
    this.#inner = inner;
    this.#path = path;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    this.#owner.check('read', this.#path);
    return await this.#inner.read(target, position);
  }

  readSync(target: Uint8Array, position: number): number {
    this.#owner.check('read', this.#path);
    return this.#inner.readSync(target, position);
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    this.#checkWrite(data, position);
    await this.#inner.write(data, position);
  }

  writeSync(data: Uint8Array, position: number): void {
    this.#checkWrite(data, position);
    this.#inner.writeSync(data, position);
  }

  async sync(): Promise<void> {
    this.#owner.check('sync', this.#path);
    await this.#inner.sync();
  }

  syncSync(): void {
    this.#owner.check('sync', this.#path);
    this.#inner.syncSync();
  }

  async truncate(length: number): Promise<void> {
    this.#owner.check('truncate', this.#path);
    await this.#inner.truncate(length);
  }

  async size(): Promise<number> {
    this.#owner.check('size', this.#path);
    return await this.#inner.size();
  }

  tryLock(): boolean {
    this.#owner.check('tryLock', this.#path);
    return this.#inner.tryLock();
  }

  async close(): Promise<void> {
    try {
      this.#owner.check('close', this.#path);
    } finally {
      // As with close(2): even when it reports an error, the descriptor is gone.
      await this.#inner.close();
    }
  }

  #checkWrite(data: Uint8Array, position: number): void {
    this.#owner.check('write', this.#path, (bytes) => {
      this.#inner.writeSync(data.subarray(0, Math.min(bytes, data.length)), position);
    });
  }
}
