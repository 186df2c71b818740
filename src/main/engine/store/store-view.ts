import { WalscopeError } from '../../../shared/errors.ts';
import type { Bytes, Entry, ScanOptions, View } from '../api.ts';
import { keyBytes } from './arguments.ts';
import { Moment } from './moment.ts';
import { readValue, readValueSync } from './read-value.ts';
import { KeyScan } from './scan-keys.ts';
import type { StoreState } from './store-state.ts';

/** Reads of one moment of a store, whatever is written afterwards. */
export class StoreView implements View {
  readonly #moment: Moment;
  readonly #free: () => void;
  #released = false;

  constructor(state: StoreState) {
    this.#moment = new Moment(state);
    this.#free = this.#moment.hold();
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
    return this.#moment.findAlive(keyBytes(key));
  }

  #assertHeld(): void {
    if (this.#released) throw new WalscopeError('CLOSED', 'The view has been released: take a new one.');
  }
}
