const blockBytes = 64 * 1024;

/**
 * The stream that all replicas get: its newest bytes, by how many there have ever been. Each replica reads it at its
 * own pace; what one of them still has to get is kept up to a bound, and a little more for those whose connection
 * breaks.
 */
export class ReplicationStream {
  /** All bytes that there have ever been. */
  end = 0;
  /** Of the first block that is kept. */
  #firstBlock = 0;
  #blocks: Buffer[] = [];
  readonly #waiting = new Set<() => void>();

  /** The oldest byte that is still there. */
  get start(): number {
    return Math.min(this.end, this.#firstBlock * blockBytes);
  }

  append(bytes: Uint8Array): void {
    for (let taken = 0; taken < bytes.length; ) {
      const within = this.end % blockBytes;
      if (within === 0) this.#blocks.push(Buffer.allocUnsafe(blockBytes));
      const part = bytes.subarray(taken, taken + blockBytes - within);
      (this.#blocks.at(-1) as Buffer).set(part, within);
      taken += part.length;
      this.end += part.length;
    }
    this.#wake();
  }

  holds(offset: number): boolean {
    return offset >= this.start && offset <= this.end;
  }

  /** Some of what comes behind an offset, empty at the end; null when it is no longer there. */
  read(offset: number): Buffer | null {
    if (!this.holds(offset)) return null;
    if (offset === this.end) return Buffer.alloc(0);
    const block = Math.floor(offset / blockBytes);
    const from = block * blockBytes;
    const bytes = this.#blocks[block - this.#firstBlock] as Buffer;
    return bytes.subarray(offset - from, Math.min(blockBytes, this.end - from));
  }

  /** Forgets what comes before an offset, in whole blocks. */
  forgetBefore(offset: number): void {
    const keep = Math.min(Math.floor(offset / blockBytes), Math.floor(this.end / blockBytes));
    if (keep <= this.#firstBlock) return;
    this.#blocks.splice(0, keep - this.#firstBlock);
    this.#firstBlock = keep;
  }

  /** Resolves when something has been appended, or the signal is aborted. */
  grown(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      if (signal.aborted) {
        done();
        return;
      }
      signal.addEventListener('abort', done);
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
