import type { WatchEvent } from '../api.ts';
import { textOf } from './contents.ts';

/** A copy of a store that is kept by what `watch` tells, and by nothing else. */
export class FollowedCopy {
  readonly contents = new Map<string, string>();
  /** The last record that the copy takes into account; during a resync the one before it. */
  seq = 0;
  resyncs = 0;
  #inResync = false;

  apply(event: WatchEvent): void {
    if (event.op === 'resync') {
      this.contents.clear();
      this.#inResync = true;
      this.resyncs++;
    } else if (event.op === 'resynced') {
      this.#inResync = false;
      this.seq = event.seq;
    } else {
      if (!this.#inResync && event.seq <= this.seq) throw new Error(`${event.seq} comes after ${this.seq}`);
      if (event.op === 'set') this.contents.set(textOf(event.key), textOf(event.value));
      else this.contents.delete(textOf(event.key));
      if (!this.#inResync) this.seq = event.seq;
    }
  }

  /** Applies what comes until the copy has got as far as `seq`. */
  async followTo(seq: number, events: AsyncIterator<WatchEvent>): Promise<void> {
    while (this.seq < seq || this.#inResync) {
      const { done, value } = await events.next();
      if (done) throw new Error(`the watching ended at ${this.seq}, before ${seq}`);
      this.apply(value);
    }
  }
}
