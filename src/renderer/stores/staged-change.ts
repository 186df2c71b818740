import { equalBytes } from '../../shared/bytes.ts';
import type { ValueType } from '../../shared/model.ts';
import { client } from './host.ts';

/** A key as it stands in the directory. */
export interface Base {
  type: ValueType;
  seq: number;
  expireAt: number | null;
  valueLength: number;
  /** The whole value; null while nobody has read it. */
  value: Uint8Array | null;
}

export interface Staged {
  /** keyId of the key. */
  id: string;
  key: Uint8Array;
  op: 'set' | 'delete';
  /** Of what is set; of a delete, whatever it was. */
  type: ValueType;
  value: Uint8Array | null;
  expireAt: number | null;
  /** Null = the key was not there when it was staged. */
  base: Base | null;
}

/** True when saving it would leave everything as it is. */
export function sameAsBase({ op, type, value, expireAt, base }: Staged): boolean {
  if (op === 'delete') return base === null;
  if (!base?.value || !value) return false;
  return type === base.type && expireAt === base.expireAt && equalBytes(value, base.value);
}

/** What undo after a save may keep in memory. */
const maxOldBytes = 16 * 1024 * 1024;
const maxOldKeys = 1000;
const maxPartBytes = 4 * 1024 * 1024;

/** The changes with the old values read, for an undo after the save; null when they are too many or too large to keep. */
export async function withBaseValues(source: string, changes: readonly Staged[]): Promise<Staged[] | null> {
  const size = changes.reduce((sum, change) => sum + (change.base?.valueLength ?? 0), 0);
  if (changes.length > maxOldKeys || size > maxOldBytes) return null;
  const whole: Staged[] = [];
  for (const change of changes) {
    if (!change.base || change.base.value) whole.push(change);
    else
      whole.push({
        ...change,
        base: { ...change.base, value: await wholeValue(source, change.key, change.base.valueLength) },
      });
  }
  return whole;
}

/** A value of a known length, read in parts. Null when the key is gone, or has changed while it was read. */
export async function wholeValue(
  source: string,
  key: Uint8Array,
  length: number,
): Promise<Uint8Array | null> {
  const value = new Uint8Array(length);
  let seq: number | null = null;
  for (let offset = 0; offset < length; ) {
    const part = await client.call('keys.value', {
      source,
      key,
      offset,
      length: Math.min(maxPartBytes, length - offset),
    });
    if (!part || part.bytes.length === 0 || (seq !== null && part.seq !== seq)) return null;
    seq = part.seq;
    value.set(part.bytes.subarray(0, length - offset), offset);
    offset += part.bytes.length;
  }
  return value;
}

/** The changes that bring the old values back, on top of a batch whose first record got `firstSeq`. */
export function inverseOf(saved: readonly Staged[], firstSeq: number): Staged[] {
  return saved.flatMap((change, index): Staged[] => {
    const { id, key, base, op, type, value, expireAt } = change;
    const now =
      op === 'delete'
        ? null
        : { type, seq: firstSeq + index, expireAt, valueLength: value?.length ?? 0, value };
    if (base === null)
      return now ? [{ id, key, op: 'delete', type, value: null, expireAt: null, base: now }] : [];
    if (!base.value) return [];
    return [{ id, key, op: 'set', type: base.type, value: base.value, expireAt: base.expireAt, base: now }];
  });
}
