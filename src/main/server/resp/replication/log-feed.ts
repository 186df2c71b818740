import type { Store, WatchChange } from '../../../engine/api.ts';

export interface LogFeedTarget {
  /** Everything that one frame of the log has changed; the next one comes when it resolves. */
  changed(changes: readonly WatchChange[]): Promise<void>;
  /** Changes have been lost to a compaction, or the log cannot be read: what follows does not continue what was. */
  broken(): void;
}

/** Reads the log of a store as it grows, frame by frame, whoever writes it. */
export class LogFeed {
  readonly #target: LogFeedTarget;
  readonly #ending = new AbortController();
  readonly #waiting = new Set<{ seq: number; done: () => void }>();
  /** The last change that has been told. */
  #toldSeq: number;

  constructor(store: Store, target: LogFeedTarget) {
    this.#target = target;
    this.#toldSeq = store.durability().acknowledgedSeq;
    this.#run(store).catch(() => this.#break());
  }

  get isEnded(): boolean {
    return this.#ending.signal.aborted;
  }

  /** Resolves when changes up to this one have been told, or none will be any more. */
  told(seq: number): Promise<void> {
    return new Promise((done) => this.whenTold(seq, done));
  }

  /** The same, and calls before anything behind that change is told. */
  whenTold(seq: number, done: () => void): void {
    if (this.#toldSeq >= seq || this.isEnded) done();
    else this.#waiting.add({ seq, done });
  }

  end(): void {
    this.#ending.abort();
    for (const { done } of this.#waiting) done();
    this.#waiting.clear();
  }

  async #run(store: Store): Promise<void> {
    const { signal } = this.#ending;
    let frame: WatchChange[] = [];
    for await (const event of store.watch({ from: this.#toldSeq + 1, signal })) {
      if (this.isEnded) return;
      if (event.op === 'resync' || event.op === 'resynced') {
        this.#break();
        return;
      }
      frame.push(event);
      if (event.seq !== event.frameSeq) continue;
      await this.#target.changed(frame);
      if (this.isEnded) return;
      frame = [];
      this.#tell(event.seq);
    }
  }

  #break(): void {
    if (this.isEnded) return;
    this.end();
    this.#target.broken();
  }

  #tell(seq: number): void {
    this.#toldSeq = seq;
    for (const waiting of this.#waiting) {
      if (waiting.seq > seq) continue;
      this.#waiting.delete(waiting);
      waiting.done();
    }
  }
}
