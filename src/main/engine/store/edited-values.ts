import { emptyBytes } from '../../../shared/bytes.ts';
import type { ChangeList, ChangeParts, PatchableValue, StoredVersion } from '../api.ts';
import type { PatchStep } from '../format/patch.ts';

export interface Edit {
  key: Uint8Array;
  value: Uint8Array;
  /** ms since 1970; null = never. */
  expireAt: number | null;
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

/** For callers that have whole values: what a store was last given for each key, so that it is told what has changed. */
export class EditedValues {
  readonly #versions = new Map<string, EditedValue>();

  /** For `batchOf` of one store, which has to be given all that comes of it, in order. Keeps the bytes. */
  list(edits: readonly Edit[]): ChangeList {
    const versions = edits.map(({ key, value }) => {
      const name = Buffer.from(key).toString('latin1');
      const version = new EditedValue(value, this.#versions.get(name) ?? null);
      this.#versions.set(name, version);
      return version;
    });
    return {
      count: edits.length,
      bytes: edits.reduce((sum, { key, value }) => sum + key.length + value.length, 0),
      read(i, into: ChangeParts) {
        const { key, value, expireAt } = edits[i] as Edit;
        into.op = 'set';
        into.keyBytes = key;
        into.keyStart = 0;
        into.keyLength = key.length;
        into.valueBytes = emptyBytes;
        into.valueStart = 0;
        into.valueLength = value.length;
        into.type = 0;
        into.expireAt = expireAt;
        into.patchable = versions[i] as EditedValue;
      },
    };
  }
}

function difference(old: Uint8Array, made: Uint8Array): PatchStep[] {
  const most = Math.min(old.length, made.length);
  let front = 0;
  while (front < most && old[front] === made[front]) front++;
  let back = 0;
  while (back < most - front && old[old.length - 1 - back] === made[made.length - 1 - back]) back++;
  const insert = made.subarray(front, made.length - back);
  return [{ keep: front, skip: old.length - front - back, insert }];
}
