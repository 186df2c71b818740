import { emptyBytes } from '../../../shared/bytes.ts';
import type { Bytes, ChangeList, ChangeParts, PatchableValue, StoredVersion } from '../api.ts';
import { type PatchStep, sameEnds } from '../format/patch.ts';
import { keyBytes, valueBytes } from './arguments.ts';

export interface Edit {
  key: Bytes;
  value: Bytes;
  /** ms since 1970; null or absent = never. */
  expireAt?: number | null;
}

/** A version of a value that differs from the one before it in one stretch. */
class EditedValue implements PatchableValue {
  readonly bytes: Uint8Array;
  readonly steps: readonly PatchStep[] | null;
  readonly before: StoredVersion | null;
  readonly stored: StoredVersion = { place: null };

  constructor(bytes: Uint8Array, before: EditedValue | null) {
    this.bytes = bytes;
    this.before = before?.stored ?? null;
    this.steps = before === null ? null : difference(before.bytes, bytes);
  }

  get length(): number {
    return this.bytes.length;
  }

  writeTo(target: Uint8Array): void {
    target.set(this.bytes);
  }
}

/**
 * For long values that change a little at a time, and callers that have them whole: `store.batchOf(edited.list([…]))`
 * writes what has changed since the last time. Keeps a copy of the last value of each key in memory.
 */
export class EditedValues {
  readonly #versions = new Map<string, EditedValue>();

  /** The sets of some keys, for `batchOf` of one store, which has to be given all that comes of it, in order. */
  list(edits: readonly Edit[]): ChangeList {
    // All are checked before the first counts as edited.
    const copies = edits.map(({ key, value, expireAt = null }) => ({
      key: copyOf(key, keyBytes(key)),
      value: copyOf(value, valueBytes(value)),
      expireAt,
    }));
    const changes = copies.map(({ key, value, expireAt }) => {
      const name = nameOf(key);
      const version = new EditedValue(value, this.#versions.get(name) ?? null);
      this.#versions.set(name, version);
      return { key, version, expireAt };
    });
    return {
      count: changes.length,
      bytes: changes.reduce((sum, { key, version }) => sum + key.length + version.length, 0),
      read(i, into: ChangeParts) {
        const { key, version, expireAt } = changes[i] as (typeof changes)[number];
        into.op = 'set';
        into.keyBytes = key;
        into.keyStart = 0;
        into.keyLength = key.length;
        into.valueBytes = emptyBytes;
        into.valueStart = 0;
        into.valueLength = version.length;
        into.type = 0;
        into.expireAt = expireAt;
        into.patchable = version;
      },
    };
  }

  /** Gives back the memory of a key that is not going to be edited any more. */
  forget(key: Bytes): void {
    this.#versions.delete(nameOf(keyBytes(key)));
  }
}

/** Nobody else can change it: what differs from it would not be what was written. */
const copyOf = (given: Bytes, bytes: Uint8Array): Uint8Array =>
  typeof given === 'string' ? bytes : Uint8Array.from(bytes);

const nameOf = (key: Uint8Array): string => Buffer.from(key).toString('latin1');

function difference(old: Uint8Array, made: Uint8Array): PatchStep[] {
  const { front, back } = sameEnds(old, made);
  const insert = made.subarray(front, made.length - back);
  return [{ keep: front, skip: old.length - front - back, insert }];
}
