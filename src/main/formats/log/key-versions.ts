import { Column } from './column.ts';

const none = -1;

/** What the versions of a key are told apart by. */
export interface VersionFacts {
  isDelete(record: number): boolean;
  /** Whether a replay yields it: it does not stand behind damage. */
  isReplayed(record: number): boolean;
}

/**
 * The records of each key in their order, and which of them is its newest: of those that a replay yields, and of all
 * whole ones, which salvaging would take. Keys by their ids, records by their indexes; −1 where there is none.
 */
export class KeyVersions {
  readonly #previous = new Column();
  readonly #next = new Column();
  /** By key id. */
  readonly #newestReplayed = new Column();
  readonly #newestWhole = new Column();
  readonly #facts: VersionFacts;
  #superseded = 0;

  constructor(facts: VersionFacts) {
    this.#facts = facts;
  }

  /** Records that a newer one of their key stands for, deletes left out. */
  get superseded(): number {
    return this.#superseded;
  }

  previous(record: number): number {
    return this.#previous.get(record);
  }

  next(record: number): number {
    return this.#next.get(record);
  }

  /** Adds the next record, which is a version of no key. */
  appendOther(): void {
    this.#previous.push(none);
    this.#next.push(none);
  }

  /** Adds the next record, the newest version of a key that is known. */
  append(key: number, record: number): void {
    const before = this.#newestWhole.get(key);
    const replayed = this.#newestReplayed.get(key);
    this.#previous.push(before);
    this.#next.push(none);
    if (before !== none) this.#next.set(before, record);
    if (before !== replayed) this.#supersede(before);
    if (this.#facts.isReplayed(record)) {
      this.#supersede(replayed);
      this.#newestReplayed.set(key, record);
    }
    this.#newestWhole.set(key, record);
  }

  /** Makes room for a key, and says whether it has a version yet. */
  know(key: number): boolean {
    // Whoever replays a log may have met keys of which there is no record yet.
    for (let known = this.#newestWhole.length; known <= key; known++) {
      this.#newestWhole.push(none);
      this.#newestReplayed.push(none);
    }
    return this.#newestWhole.get(key) !== none;
  }

  /** A replay yields none of the records from `first` on: the last one of the key before them is its newest again. */
  restore(key: number, first: number): void {
    let record = this.#newestReplayed.get(key);
    if (record < first) return;
    while (record >= first || (record !== none && !this.#facts.isReplayed(record)))
      record = this.#previous.get(record);
    this.#newestReplayed.set(key, record);
    if (record !== none && !this.#facts.isDelete(record)) this.#superseded--;
  }

  newest(key: number, salvage: boolean): number {
    if (key === none || key >= this.#newestWhole.length) return none;
    return this.#newestColumn(salvage).get(key);
  }

  newestOfEachKey(salvage: boolean): Uint32Array {
    const newest = this.#newestColumn(salvage);
    const records = new Uint32Array(newest.length);
    let found = 0;
    for (let key = 0; key < newest.length; key++) {
      const record = newest.get(key);
      if (record !== none) records[found++] = record;
    }
    return records.subarray(0, found);
  }

  isNewest(key: number, record: number): boolean {
    return this.#newestColumn(!this.#facts.isReplayed(record)).get(key) === record;
  }

  /** How many of the newest versions are so; of a key that has two of them, both count. */
  countNewest(isSo: (record: number) => boolean): number {
    let count = 0;
    for (let key = 0; key < this.#newestWhole.length; key++) {
      const whole = this.#newestWhole.get(key);
      const replayed = this.#newestReplayed.get(key);
      if (whole !== none && isSo(whole)) count++;
      if (replayed !== whole && replayed !== none && isSo(replayed)) count++;
    }
    return count;
  }

  #newestColumn(salvage: boolean): Column {
    return salvage ? this.#newestWhole : this.#newestReplayed;
  }

  #supersede(record: number): void {
    if (record !== none && !this.#facts.isDelete(record)) this.#superseded++;
  }
}
