import { equalBytes } from '../../../../shared/bytes.ts';
import type { FileHandle } from '../../../engine/fs/file-system.ts';
import type { Alteration, UnsyncedWrite } from './alteration.ts';

/** An open file of an `AlteredFileSystem`. */
export class AlteredFileHandle implements FileHandle {
  readonly #inner: FileHandle;
  readonly #name: string;
  readonly #alteration: Alteration;
  #writes: UnsyncedWrite[] = [];

  constructor(inner: FileHandle, name: string, alteration: Alteration) {
    this.#inner = inner;
    this.#name = name;
    this.#alteration = alteration;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    const length = await this.#inner.read(target, position);
    if (position === 0) this.#alteration.forges?.(this.#name, target.subarray(0, length));
    return length;
  }

  readSync(target: Uint8Array, position: number): number {
    return this.#inner.readSync(target, position);
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    if (this.#alteration.dropsRewrite?.(this.#name) === true && this.#stands(data, position)) return;
    await this.#inner.write(data, position);
    this.#note(data, position);
  }

  writeSync(data: Uint8Array, position: number): void {
    this.#inner.writeSync(data, position);
    this.#note(data, position);
  }

  async sync(): Promise<void> {
    if (!this.#isDropped()) await this.#inner.sync();
  }

  syncSync(): void {
    if (!this.#isDropped()) this.#inner.syncSync();
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

  /** A buffer is written from again and again: what it held is kept. */
  #note(data: Uint8Array, position: number): void {
    if (this.#alteration.dropsFileSync === undefined) return;
    this.#writes.push({ position, data: new Uint8Array(data) });
  }

  #stands(data: Uint8Array, position: number): boolean {
    const there = new Uint8Array(data.length);
    return this.#inner.readSync(there, position) === data.length && equalBytes(there, data);
  }

  #isDropped(): boolean {
    const { dropsFileSync } = this.#alteration;
    if (dropsFileSync === undefined) return false;
    const writes = this.#writes;
    this.#writes = [];
    return dropsFileSync({ name: this.#name, writes, head: (bytes) => this.#head(bytes) });
  }

  #head(bytes: number): Uint8Array {
    const head = new Uint8Array(bytes);
    return head.subarray(0, this.#inner.readSync(head, 0));
  }
}
