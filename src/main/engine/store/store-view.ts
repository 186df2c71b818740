import { WalscopeError } from '../../../shared/errors.ts';
import type { Bytes, Entry, ScanOptions, View } from '../api.ts';
import { compareToKey } from '../index/sort-ids.ts';
import { keyBytes } from './arguments.ts';
import { Moment } from './moment.ts';
import { readValue, readValueSync } from './read-value.ts';
import { KeyScan } from './scan-keys.ts';
import type { StoreState } from './store-state.ts';

/** Reads of one moment of a store, whatever is written afterwards. */
export class StoreView implements View {
  readonly #state: StoreState;
  readonly #moment: Moment;
  readonly #free: () => void;
  /** Ids in key order, once they are sorted. */
  #sorted: Uint32Array | null = null;
  #released = false;

  constructor(state: StoreState) {
    this.#state = state;
    this.#moment = new Moment(state);
    this.#free = this.#moment.hold();
    const keep = (ids: Uint32Array): void => {
      this.#sorted = ids;
    };
    this.#moment.ids.then(keep, () => undefined);
  }

  async get(key: Bytes): Promise<Uint8Array | null> {
    const id = this.#findAlive(key);
    return id < 0 ? null : readValue(this.#moment, id);
  }

  getSync(key: Bytes): Uint8Array | null {
    const id = this.#findAlive(key);
    return id < 0 ? null : readValueSync(this.#moment, id);
  }

  has(key: Bytes): boolean {
    return this.#findAlive(key) >= 0;
  }

  scan(options: ScanOptions = {}): AsyncIterableIterator<Entry> {
    this.#assertHeld();
    return new KeyScan(this.#moment, options);
  }

  release(): void {
    this.#released = true;
    this.#free();
  }

  #findAlive(key: Bytes): number {
    this.#assertHeld();
    const id = this.#find(keyBytes(key));
    return id >= 0 && this.#moment.columns.expireAt(id) > this.#moment.nowMs ? id : -1;
  }

  /** The id that held the key then; -1 when none did. */
  #find(key: Uint8Array): number {
    const { index } = this.#state;
    const { columns } = this.#moment;
    const now = index.find(key, 0, key.length, index.hash(key, 0, key.length));
    if (now >= 0 && this.#held(now, key)) return now;
    // The key was not there then, or has been deleted since: the table of hashes does not know.
    if (this.#sorted !== null) return this.#search(this.#sorted, key);
    for (let id = 0; id < columns.capacity; id++) if (this.#held(id, key)) return id;
    return -1;
  }

  #held(id: number, key: Uint8Array): boolean {
    const { columns } = this.#moment;
    return id < columns.capacity && columns.holdsKey(id) && columns.keyEquals(id, key, 0, key.length);
  }

  #search(sorted: Uint32Array, key: Uint8Array): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const id = sorted[middle] as number;
      const order = compareToKey(this.#moment.columns, id, key);
      if (order === 0) return id;
      if (order > 0) high = middle;
      else low = middle + 1;
    }
    return -1;
  }

  #assertHeld(): void {
    if (this.#released) throw new WalscopeError('CLOSED', 'The view has been released: take a new one.');
  }
}
