import { isInteger } from '../../../formats/redis/commands/arguments.ts';
import { orderedFields } from '../../../formats/redis/commands/fields.ts';
import { orderedMembers } from '../../../formats/redis/commands/members.ts';
import { type Value, wideningOf } from '../../../formats/redis/commands/value.ts';
import type { Binary } from '../../../formats/redis/value.ts';

const maxEmbeddedBytes = 44;
const maxIntegerChars = 20;
/** Whole numbers below it are objects that all keys share, which Redis counts as held this often. */
const sharedIntegers = 10_000;
const sharedCount = 2 ** 31 - 1;

/** Up to where structures are held in a compact encoding: elements, and bytes of one. */
export interface CompactLimits {
  setEntries: number;
  hashEntries: number;
  hashBytes: number;
  scoreEntries: number;
  scoreBytes: number;
}

const any = Number.POSITIVE_INFINITY;
export const noLimits: CompactLimits = {
  setEntries: any,
  hashEntries: any,
  hashBytes: any,
  scoreEntries: any,
  scoreBytes: any,
};

/**
 * Notes a structure that has outgrown its compact encoding. As in Redis that is looked at when it is changed, by the
 * settings of that time, and nothing goes back to the compact one until it is read anew.
 */
export function widen(value: Value, limits: CompactLimits): void {
  const structure = wideningOf(value);
  if (structure !== null && !structure.isWide) structure.isWide = isTooWide(value, limits);
}

function isTooWide(value: Value, limits: CompactLimits): boolean {
  switch (value.type) {
    case 'set': {
      const members = orderedMembers(value.members);
      return members.size > limits.setEntries || !members.hasOnlyIntegers;
    }
    case 'hash': {
      const fields = orderedFields(value.fields);
      return fields.size > limits.hashEntries || fields.longest > limits.hashBytes;
    }
    case 'zset':
      return value.scores.size > limits.scoreEntries || value.scores.longest > limits.scoreBytes;
    default:
      return false;
  }
}

/** How Redis would hold such a value in memory: clients ask for it, and tests go by it. */
export function encodingOf(value: Value): string {
  const isWide = wideningOf(value)?.isWide;
  switch (value.type) {
    case 'string':
      return value.form ?? encodingOfText(value.text);
    case 'list':
      return 'quicklist';
    case 'set':
      return isWide ? 'hashtable' : 'intset';
    case 'hash':
      return isWide ? 'hashtable' : 'listpack';
    case 'zset':
      return isWide ? 'skiplist' : 'listpack';
    case 'stream':
      return 'stream';
    case 'module':
      return 'module';
  }
}

function encodingOfText(text: Binary): string {
  if (text.length <= maxIntegerChars && isInteger(text)) return 'int';
  return text.length <= maxEmbeddedBytes ? 'embstr' : 'raw';
}

/** How many hold the value, as Redis counts it. */
export function holdersOf(value: Value): number {
  if (value.type !== 'string' || encodingOf(value) !== 'int') return 1;
  const number = Number(value.text);
  return number >= 0 && number < sharedIntegers ? sharedCount : 1;
}
