import { blockLength } from '../block.ts';
import { copyOfStructure } from '../copy-structure.ts';
import type { RankedScores } from '../ranked-scores.ts';
import { type Binary, binaryOf, type RedisValue, type Structure } from '../value.ts';
import { Fields, orderedFields } from './fields.ts';
import { Members, orderedMembers } from './members.ts';

export type { Structure };

/**
 * How Redis holds a string whose text does not tell: one that was changed in place is `raw` however short it is, a sum
 * of floats is no `int` even if it is whole.
 */
export type StringForm = 'raw' | 'embstr';

/** A value as commands work on it. Structures are changed in place; a string is replaced. */
export type Value =
  | { type: 'string'; text: Binary; form?: StringForm }
  | Structure
  | Extract<RedisValue, { type: 'module' }>;

/** What has been read from elsewhere, as commands work on it. */
export function liveValue(value: RedisValue): Value {
  switch (value.type) {
    case 'string':
      return { type: 'string', text: binaryOf(value.bytes) };
    case 'set':
      return { type: 'set', members: new Members(value.members) };
    case 'hash':
      return { type: 'hash', fields: new Fields(value.fields) };
    default:
      return value;
  }
}

export type ValueOf<T extends Value['type']> = Extract<Value, { type: T }>;

/** Whether a key would cease to be with this value: all but strings and streams do when they are empty. */
export function isEmptyValue(value: Value): boolean {
  switch (value.type) {
    case 'list':
      return value.items.length === 0;
    case 'set':
      return value.members.size === 0;
    case 'hash':
      return value.fields.size === 0;
    case 'zset':
      return value.scores.size === 0;
    default:
      return false;
  }
}

/** A copy that changes of the value do not reach, whichever kind of map or set holds it. */
export function copiedValue(value: Value): Value {
  // Commands put others in their place.
  if (value.type === 'string' || value.type === 'module') return value;
  const copy = liveValue(copyOfStructure(value));
  const [from, to] = [wideningOf(value), wideningOf(copy)];
  if (from !== null && to !== null) to.isWide = from.isWide;
  return copy;
}

/** What knows whether a value has outgrown its compact encoding; null of a value that has but one. */
export function wideningOf(value: Value): Fields | Members | RankedScores | null {
  switch (value.type) {
    case 'set':
      return orderedMembers(value.members);
    case 'hash':
      return orderedFields(value.fields);
    case 'zset':
      return value.scores;
    default:
      return null;
  }
}

/** About what an element costs in memory beside its text. Bytes. */
const elementBytes = 48;
/** In its record, beside its base64; and its place in the order. */
const encodedBytes = 12;
const sampledElements = 16;

/** About what a value takes in memory, in bytes: a few elements stand for all. */
export function memoryOf(value: Value): number {
  switch (value.type) {
    case 'string':
      return value.text.length + 16;
    case 'module':
      return value.bytes.length;
    case 'list':
      return estimate(value.items.length, value.items, (item) => item.length);
    case 'set':
      return estimate(value.members.size, value.members, (member) => member.length);
    case 'hash':
      return estimate(value.fields.size, value.fields, ([name, field]) => name.length + field.value.length);
    case 'zset':
      return estimate(value.scores.size, value.scores, ([member]) => member.length + 16);
    case 'stream':
      return estimate(value.stream.entries.length, value.stream.entries, ({ fields }) =>
        fields.reduce((sum, field) => sum + field.length + 16, 64),
      );
  }
}

function estimate<T>(count: number, elements: Iterable<T>, bytesOf: (element: T) => number): number {
  let sampled = 0;
  let bytes = 0;
  for (const element of elements) {
    bytes += bytesOf(element);
    if (++sampled === sampledElements) break;
  }
  if (sampled === 0) return 0;
  // A large structure keeps what its elements are encoded as, and their order.
  const encoded = count > blockLength ? bytes / 3 + bytes + encodedBytes * sampled : 0;
  return Math.round(((bytes + encoded) / sampled + elementBytes) * count);
}
