import { copyOfStructure } from '../copy-structure.ts';
import type { Binary, HashField, RedisValue } from '../value.ts';
import { ManyFields } from './many-fields.ts';
import { ManyMembers } from './many-members.ts';

/** Of fewer elements a table of their own would take more than it spares. */
const many = 1024;

/** Every Redis lists so many fields of so many bytes one behind the other, unless told otherwise; others go into a table. */
const maxListedFields = 128;
const maxListedBytes = 64;

/** The value in forms that take less for each element, and are used like those that they stand for. */
export function compact(value: RedisValue): RedisValue {
  if (value.type === 'hash') {
    const { fields } = value;
    if (fields.size >= many)
      return fields instanceof ManyFields ? value : { type: 'hash', fields: new ManyFields(fields) };
    return fields instanceof HashFields || fields instanceof ManyFields
      ? value
      : { type: 'hash', fields: new HashFields(fields) };
  }
  if (value.type === 'set' && value.members.size >= many && !(value.members instanceof ManyMembers))
    return { type: 'set', members: new ManyMembers(value.members) };
  return value;
}

/** No fields, in the form for as many as will come: what is given it at once is then never held in a larger one. */
export const noFields = (expected: number): Map<Binary, HashField> =>
  expected >= many ? new ManyFields() : new Map();

export const noMembers = (expected: number): Set<Binary> =>
  expected >= many ? new ManyMembers() : new Set();

/** A copy that changes of the value do not reach. */
export function copyOf(value: RedisValue): RedisValue {
  if (value.type === 'string' || value.type === 'module') return structuredClone(value);
  if (value.type !== 'hash') return compact(copyOfStructure(value));
  const { fields } = value;
  return {
    type: 'hash',
    fields: fields instanceof ManyFields ? new ManyFields(fields) : new HashFields(fields),
  };
}

/** Whether Redis has the fields in the order in which they came: not once they have been put into a table. */
export function keepsOrder(fields: Map<Binary, HashField>): boolean {
  if (fields instanceof ManyFields) return false;
  return !(fields instanceof HashFields ? fields : new HashFields(fields)).isTable;
}

/** Whether they have been put into a table before they became few and short: nothing in them tells of it any more. */
export function wasTable(fields: Map<Binary, HashField>): boolean {
  return (
    (fields instanceof ManyFields || fields instanceof HashFields) &&
    !keepsOrder(fields) &&
    keepsOrder(new Map(fields))
  );
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
