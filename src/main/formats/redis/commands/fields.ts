import { SortedBlocks } from '../sorted-blocks.ts';
import type { Binary, HashField } from '../value.ts';

/** The fields of a hash, and an order of their names from when someone has asked for it on. */
export class Fields extends Map<Binary, HashField> {
  #names: SortedBlocks<Binary> | null = null;
  #expiring = 0;
  /** The longest name or value there ever was. Bytes. */
  longest = 0;
  /** It was too large for Redis's compact encoding, to which nothing goes back; whoever keeps it says so. */
  isWide = false;

  constructor(fields: Iterable<readonly [Binary, HashField]> = []) {
    super();
    for (const [name, field] of fields) this.set(name, field);
  }

  /** To look at: they come and go with the fields. A block's note goes when a field of it gets another value. */
  get names(): Pick<SortedBlocks<Binary>, 'at' | 'blocks' | 'length' | 'slice'> {
    this.#names ??= new SortedBlocks(this.keys(), byBytes);
    return this.#names;
  }

  /** How many of them have a deadline. */
  get expiring(): number {
    return this.#expiring;
  }

  override set(name: Binary, field: Readonly<HashField>): this {
    const before = this.get(name);
    this.longest = Math.max(this.longest, name.length, field.value.length);
    if (before === undefined) this.#names?.add(name);
    else this.#names?.changed(name);
    this.#expiring += Number(field.expireAt !== null) - Number((before?.expireAt ?? null) !== null);
    return super.set(name, field);
  }

  override delete(name: Binary): boolean {
    const before = this.get(name);
    if (before === undefined) return false;
    if (before.expireAt !== null) this.#expiring--;
    this.#names?.delete(name);
    return super.delete(name);
  }

  override clear(): void {
    this.#names = null;
    this.#expiring = 0;
    super.clear();
  }
}

const byBytes = (a: Binary, b: Binary): number => (a < b ? -1 : a > b ? 1 : 0);

/** The same fields, if they keep an order of their names; for those of a replay, which do not, a copy that does. */
export const orderedFields = (fields: Map<Binary, HashField>): Fields =>
  fields instanceof Fields ? fields : new Fields(fields);
