import type { FileHandle } from '../../engine/fs/file-system.ts';
import type { RecordingFileSystem } from './recording-file-system.ts';

/** An open file whose writes, truncations and syncs are noted once they succeeded. */
export class RecordingFileHandle implements FileHandle {
  readonly #owner: RecordingFileSystem;
  readonly #inner: FileHandle;
  readonly #path: string;
  readonly #node: number;

  constructor(owner: RecordingFileSystem, inner: FileHandle, path: string, node: number) {
    this.#owner = owner;
    this.#inner = inner;
    this.#path = path;
    this.#node = node;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    return this.#inner.read(target, position);
  }

  readSync(target: Uint8Array, position: number): number {
    return this.#inner.readSync(target, position);
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    await this.#inner.write(data, position);
    this.#noteWrite(data, position);
  }

  writeSync(data: Uint8Array, position: number): void {
    this.#inner.writeSync(data, position);
    this.#noteWrite(data, position);
  }

  async sync(): Promise<void> {
    await this.#inner.sync();
    this.#owner.note({ kind: 'sync', node: this.#node });
  }

  syncSync(): void {
    this.#inner.syncSync();
    this.#owner.note({ kind: 'sync', node: this.#node });
  }

  async truncate(length: number): Promise<void> {
    await this.#inner.truncate(length);
    this.#owner.note({ kind: 'truncate', file: this.#node, length });
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

  #noteWrite(data: Uint8Array, position: number): void {
    if (data.length > 0) this.#owner.noteWrite(this.#path, this.#node, data, position);
  }
}
