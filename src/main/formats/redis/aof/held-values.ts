import { WalscopeError } from '../../../../shared/errors.ts';
import type { RedisValue } from '../value.ts';
import { type Kept, packed, unpacked } from './packed-value.ts';

/** Values that were used last stay as they are; others are packed. */
const maxInUse = 512;
const blockShift = 10;
const blockMask = (1 << blockShift) - 1;

/** The values of keys, by the key's number, that no file holds; and those of files while they are used. */
export class HeldValues {
  /** In blocks: what no file holds. */
  readonly #kept: (Kept | undefined)[][] = [];
  readonly #inUse = new Map<number, RedisValue>();

  /** As it was used last; undefined when that is a while ago. */
  inUse(id: number): RedisValue | undefined {
    return this.#inUse.get(id);
  }

  get(id: number): RedisValue {
    return this.#inUse.get(id) ?? this.#keptValue(id);
  }

  /** It is used, and what changes it in place changes this. */
  use(id: number, value: RedisValue): void {
    this.#inUse.set(id, value);
  }

  hold(id: number, value: RedisValue): void {
    this.#keep(id, value);
    this.#inUse.set(id, value);
  }

  drop(id: number): void {
    this.#inUse.delete(id);
    const block = this.#kept[id >>> blockShift];
    if (block !== undefined) block[id & blockMask] = undefined;
  }

  /** Once many are in use, packs those that were used first. */
  packUnused(): void {
    if (this.#inUse.size <= maxInUse) return;
    for (const [id, value] of this.#inUse) {
      if (this.#inUse.size <= maxInUse / 2) break;
      this.#inUse.delete(id);
      if (this.#keptOf(id) === value) this.#keep(id, packed(value));
    }
  }

  #keep(id: number, value: Kept): void {
    let block = this.#kept[id >>> blockShift];
    if (block === undefined) {
      block = new Array<Kept | undefined>(1 << blockShift).fill(undefined);
      this.#kept[id >>> blockShift] = block;
    }
    block[id & blockMask] = value;
  }

  #keptOf(id: number): Kept | undefined {
    return this.#kept[id >>> blockShift]?.[id & blockMask];
  }

  #keptValue(id: number): RedisValue {
    const kept = this.#keptOf(id);
    if (kept === undefined) throw new WalscopeError('INTERNAL', 'A value that is in memory is not there.');
    return typeof kept === 'string' ? unpacked(kept) : kept;
  }
}
