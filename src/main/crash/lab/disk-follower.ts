import { DiskAt } from './disk-at.ts';
import type { Journal } from './journal.ts';
import type { SyncReach } from './profiles/sync-reach.ts';

/** The disk at one point of a journal after the other: going forward costs only what lies between. */
export class DiskFollower {
  readonly #journal: Journal;
  readonly #syncReach: SyncReach;
  #disk: DiskAt;
  #at = 0;

  constructor(journal: Journal, syncReach: SyncReach) {
    this.#journal = journal;
    this.#syncReach = syncReach;
    this.#disk = new DiskAt(syncReach);
  }

  /** After so many entries. Good until the next call. */
  at(count: number): DiskAt {
    if (count < this.#at) {
      this.#disk = new DiskAt(this.#syncReach);
      this.#at = 0;
    }
    for (; this.#at < count; this.#at++) this.#disk.advance(this.#journal[this.#at]!);
    return this.#disk;
  }
}
