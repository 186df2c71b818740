/** How far the log has been written, and how far an fsync has proven it. Times in ms since 1970. */
export class Durability {
  acknowledgedSeq: number;
  durableSeq: number;
  lastFsyncMs: number | null = null;
  #writtenSeq: number;
  #writtenBytes = 0;
  #durableBytes = 0;
  /** When the oldest write was made that the fsync under way, or else the next one, will prove. */
  #syncingSinceMs: number | null = null;
  #unsyncedSinceMs: number | null = null;

  /** All up to `seq` is written, acknowledged and durable. */
  constructor(seq: number) {
    this.acknowledgedSeq = seq;
    this.durableSeq = seq;
    this.#writtenSeq = seq;
  }

  get writtenSeq(): number {
    return this.#writtenSeq;
  }

  get isAllDurable(): boolean {
    return this.durableSeq >= this.#writtenSeq;
  }

  get gapBytes(): number {
    return this.#writtenBytes - this.#durableBytes;
  }

  get gapSinceMs(): number | null {
    return this.#syncingSinceMs ?? this.#unsyncedSinceMs;
  }

  written(seq: number, bytes: number, nowMs: number): void {
    this.#writtenSeq = seq;
    this.#writtenBytes += bytes;
    this.#unsyncedSinceMs ??= nowMs;
  }

  /** An fsync begins now; what it returns is to be handed to `proven` when it has succeeded. */
  beginSync(): SyncPoint {
    this.#syncingSinceMs = this.gapSinceMs;
    this.#unsyncedSinceMs = null;
    return { seq: this.#writtenSeq, bytes: this.#writtenBytes };
  }

  proven(point: SyncPoint, nowMs: number): void {
    this.durableSeq = Math.max(this.durableSeq, point.seq);
    this.#durableBytes = Math.max(this.#durableBytes, point.bytes);
    this.#syncingSinceMs = null;
    this.lastFsyncMs = nowMs;
    if (this.isAllDurable) this.#unsyncedSinceMs = null;
  }
}

export interface SyncPoint {
  seq: number;
  bytes: number;
}
