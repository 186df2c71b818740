/** Bytes that grow by doubling; what lies beyond the length is always zero. */
export class GrowableBytes {
  #bytes = new Uint8Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Valid until the next change. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  write(data: Uint8Array, position: number): void {
    this.#reserve(position + data.length);
    this.#bytes.set(data, position);
    this.#length = Math.max(this.#length, position + data.length);
  }

  resize(length: number): void {
    if (length < this.#length) this.#bytes.fill(0, length, this.#length);
    else this.#reserve(length);
    this.#length = length;
  }

  clone(): GrowableBytes {
    const copy = new GrowableBytes();
    copy.write(this.view(), 0);
    return copy;
  }

  #reserve(capacity: number): void {
    if (capacity <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(capacity, 2 * this.#bytes.length, 64));
    grown.set(this.view());
    this.#bytes = grown;
  }
}

/** A file twice: as processes see it, and as the disk holds it. */
export class MemoryFile {
  readonly written: GrowableBytes;
  readonly durable: GrowableBytes;
  mtimeMs: number;
  /** Whoever holds the lock; compared by identity. */
  lockHolder: object | null = null;

  constructor(mtimeMs: number, content = new GrowableBytes()) {
    this.mtimeMs = mtimeMs;
    this.written = content;
    this.durable = content.clone();
  }
}

export type MemoryNode = MemoryFile | MemoryDirectory;

/** A directory twice: the names that processes see, and those that the disk holds. */
export class MemoryDirectory {
  readonly written: Map<string, MemoryNode>;
  readonly durable: Map<string, MemoryNode>;
  mtimeMs: number;

  constructor(mtimeMs: number, entries: Iterable<[string, MemoryNode]> = []) {
    this.mtimeMs = mtimeMs;
    this.written = new Map(entries);
    this.durable = new Map(this.written);
  }
}
