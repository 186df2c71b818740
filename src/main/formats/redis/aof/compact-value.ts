import { KeyTable } from '../../log/key-table.ts';
import { type Binary, binaryOf, bytesOf, type HashField, type RedisValue } from '../value.ts';

/** Of fewer members a table of its own would take more than it spares. */
const manyMembers = 1024;
/** Below so many deletions a table is not worth being made anew. */
const fewDeletions = 1024;

/** Every Redis lists so many fields of so many bytes one behind the other, unless told otherwise; others go into a table. */
const maxListedFields = 128;
const maxListedBytes = 64;

/** The value in forms that take less for each element, and are used like those that they stand for. */
export function compact(value: RedisValue): RedisValue {
  if (value.type === 'hash' && !(value.fields instanceof HashFields))
    return { type: 'hash', fields: new HashFields(value.fields) };
  if (value.type === 'set' && value.members.size >= manyMembers && !(value.members instanceof ManyMembers))
    return { type: 'set', members: new ManyMembers(value.members) };
  return value;
}

/** A copy that changes of the value do not reach. */
export function copyOf(value: RedisValue): RedisValue {
  if (value.type === 'hash') return { type: 'hash', fields: new HashFields(value.fields) };
  if (value.type === 'set') return compact({ type: 'set', members: new Set(value.members) });
  if (value.type === 'list') return { type: 'list', items: value.items.slice() };
  if (value.type === 'zset') return { type: 'zset', scores: new Map(value.scores) };
  return structuredClone(value);
}

/** Whether Redis has the fields in the order in which they came: not once they have been put into a table. */
export function keepsOrder(fields: Map<Binary, HashField>): boolean {
  return !(fields instanceof HashFields ? fields : new HashFields(fields)).isTable;
}

/** Whether they have been put into a table before they became few and short: nothing in them tells of it any more. */
export function wasTable(fields: Map<Binary, HashField>): boolean {
  return fields instanceof HashFields && fields.isTable && keepsOrder(new Map(fields));
}

/** The fields of a hash, of which those without a deadline, nearly all, are strings and no objects. */
class HashFields extends Map<Binary, HashField> {
  /** Redis has put them into a table, and leaves them there. */
  isTable = false;

  constructor(fields: Iterable<[Binary, HashField]>) {
    super();
    for (const [name, field] of fields) this.set(name, field);
    if (fields instanceof HashFields && fields.isTable) this.isTable = true;
  }

  override get(name: Binary): HashField | undefined {
    const held: unknown = super.get(name);
    return held === undefined ? undefined : fieldOf(held);
  }

  override set(name: Binary, field: HashField): this {
    super.set(name, (field.expireAt === null ? field.value : field) as HashField);
    const { size } = this;
    if (size > maxListedFields || name.length > maxListedBytes || field.value.length > maxListedBytes)
      this.isTable = true;
    return this;
  }

  override *entries(): MapIterator<[Binary, HashField]> {
    for (const [name, held] of super.entries()) yield [name, fieldOf(held)];
  }

  override *values(): MapIterator<HashField> {
    for (const held of super.values()) yield fieldOf(held);
  }

  override [Symbol.iterator](): MapIterator<[Binary, HashField]> {
    return this.entries();
  }

  override forEach(each: (field: HashField, name: Binary, fields: Map<Binary, HashField>) => void): void {
    for (const [name, field] of this) each(field, name, this);
  }
}

const fieldOf = (held: unknown): HashField =>
  typeof held === 'string' ? { value: held, expireAt: null } : (held as HashField);

/** A set whose members lie end to end, by their numbers in a table. */
class ManyMembers extends Set<Binary> {
  #table = new KeyTable();
  /** Members of the table that have been deleted. */
  #gone = new Set<number>();

  constructor(members: Iterable<Binary>) {
    super();
    for (const member of members) this.add(member);
  }

  override get size(): number {
    return this.#table.count - this.#gone.size;
  }

  override has(member: Binary): boolean {
    const id = this.#table.find(bytesOf(member));
    return id >= 0 && !this.#gone.has(id);
  }

  override add(member: Binary): this {
    this.#gone.delete(this.#table.intern(bytesOf(member)));
    return this;
  }

  override delete(member: Binary): boolean {
    const id = this.#table.find(bytesOf(member));
    if (id < 0 || this.#gone.has(id)) return false;
    this.#gone.add(id);
    if (this.#gone.size > fewDeletions && this.#gone.size * 2 > this.#table.count) this.#makeAnew();
    return true;
  }

  override clear(): void {
    this.#table = new KeyTable();
    this.#gone.clear();
  }

  override *values(): SetIterator<Binary> {
    for (let id = 0; id < this.#table.count; id++)
      if (!this.#gone.has(id)) yield binaryOf(this.#table.key(id));
  }

  override keys(): SetIterator<Binary> {
    return this.values();
  }

  override *entries(): SetIterator<[Binary, Binary]> {
    for (const member of this.values()) yield [member, member];
  }

  override [Symbol.iterator](): SetIterator<Binary> {
    return this.values();
  }

  override forEach(each: (member: Binary, again: Binary, members: Set<Binary>) => void): void {
    for (const member of this.values()) each(member, member, this);
  }

  #makeAnew(): void {
    const table = new KeyTable();
    for (const member of this.values()) table.intern(bytesOf(member));
    this.#table = table;
    this.#gone.clear();
  }
}
