import type { Durability } from './durability.ts';

/** An fsync begins so long after the first write that it proves. */
const syncAfterMs = 1000;
/** A write waits when the fsync before it is later than this. */
const lateSyncMs = 2000;

/** The fsyncs of `everysec`, which nobody waits for unless one is late. */
export class DelayedSync {
  readonly #durability: Durability;
  readonly #now: () => number;
  readonly #sync: () => Promise<void>;
  readonly #isOn: () => boolean;
  #timer: NodeJS.Timeout | null = null;

  /** `now` in ms since 1970; `isOn`: whether the policy is `everysec`. */
  constructor(
    durability: Durability,
    now: () => number,
    { sync, isOn }: { sync: () => Promise<void>; isOn: () => boolean },
  ) {
    this.#durability = durability;
    this.#now = now;
    this.#sync = sync;
    this.#isOn = isOn;
  }

  /** Has all that is written by then proven in a while. */
  schedule(): void {
    if (!this.#isOn() || this.#timer !== null || this.#durability.isAllDurable) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // A failure has been told by then: the store is read-only.
      this.#sync().then(
        () => this.schedule(),
        () => undefined,
      );
    }, syncAfterMs);
    this.#timer.unref();
  }

  /** Before a write: makes up for an fsync that is late. */
  async catchUp(): Promise<void> {
    const since = this.#durability.gapSinceMs;
    if (since === null || this.#now() - since <= lateSyncMs) return;
    // A failed fsync turns the store read-only, which the write itself then meets.
    await this.#sync().catch(() => undefined);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
