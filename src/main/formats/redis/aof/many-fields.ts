import { Column } from '../../log/column.ts';
import { KeyTable } from '../../log/key-table.ts';
import { type Binary, binaryOf, bytesOf, type HashField } from '../value.ts';
import { ManyNames } from './many-names.ts';

/** Below so many values that no field has any more, the tables are not worth being made anew. */
const fewStale = 1024;

/** The fields of a large hash, in a fraction of a Map's memory. Values lie end to end as the names do, each once. */
export class ManyFields extends Map<Binary, HashField> {
  #names = new ManyNames();
  #values = new KeyTable();
  /** By the number of a name: that of its value. */
  #valueOf = new Column();
  /** By the number of a name: the deadlines of the few that have one. */
  #expireAt = new Map<number, number>();

  constructor(fields: Iterable<[Binary, HashField]> = []) {
    super();
    for (const [name, field] of fields) this.set(name, field);
  }

  override get size(): number {
    return this.#names.size;
  }

  override has(name: Binary): boolean {
    return this.#names.find(name) >= 0;
  }

  override get(name: Binary): HashField | undefined {
    const id = this.#names.find(name);
    return id < 0 ? undefined : this.#field(id);
  }

  override set(name: Binary, { value, expireAt }: HashField): this {
    const id = this.#names.add(name);
    const held = this.#values.intern(bytesOf(value));
    if (id < this.#valueOf.length) this.#valueOf.set(id, held);
    else this.#valueOf.push(held);
    if (expireAt === null) this.#expireAt.delete(id);
    else this.#expireAt.set(id, expireAt);
    if (this.#values.count > 2 * this.size + fewStale) this.#makeAnew();
    return this;
  }

  override delete(name: Binary): boolean {
    const wasThere = this.#names.delete(name);
    if (this.#names.isMostlyGone) this.#makeAnew();
    return wasThere;
  }

  override clear(): void {
    this.#names = new ManyNames();
    this.#makeAnew();
  }

  override *keys(): MapIterator<Binary> {
    for (const [, name] of this.#names.entries()) yield name;
  }

  override *entries(): MapIterator<[Binary, HashField]> {
    for (const [id, name] of this.#names.entries()) yield [name, this.#field(id)];
  }

  override *values(): MapIterator<HashField> {
    for (const [, field] of this.entries()) yield field;
  }

  override [Symbol.iterator](): MapIterator<[Binary, HashField]> {
    return this.entries();
  }

  override forEach(each: (field: HashField, name: Binary, fields: Map<Binary, HashField>) => void): void {
    for (const [name, field] of this) each(field, name, this);
  }

  #field(id: number): HashField {
    const value = binaryOf(this.#values.key(this.#valueOf.get(id)));
    return { value, expireAt: this.#expireAt.get(id) ?? null };
  }

  #makeAnew(): void {
    const anew = new ManyFields(this);
    this.#names = anew.#names;
    this.#values = anew.#values;
    this.#valueOf = anew.#valueOf;
    this.#expireAt = anew.#expireAt;
  }
}
