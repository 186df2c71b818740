import { copyOfStructure } from '../copy-structure.ts';
import type { Binary, HashField, RedisValue } from '../value.ts';
import { ManyFields } from './many-fields.ts';
import { ManyMembers } from './many-members.ts';

/** Of fewer elements a table of their own would take more than it spares. */
const many = 1024;

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
  return compact(copyOfStructure(value));
}

/** The fields of a hash, of which those without a deadline, nearly all, are strings and no objects. */
class HashFields extends Map<Binary, HashField> {
  constructor(fields: Iterable<[Binary, HashField]>) {
    super();
    for (const [name, field] of fields) this.set(name, field);
  }

  override get(name: Binary): HashField | undefined {
    const held: unknown = super.get(name);
    return held === undefined ? undefined : fieldOf(held);
  }

  override set(name: Binary, field: HashField): this {
    return super.set(name, (field.expireAt === null ? field.value : field) as HashField);
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
