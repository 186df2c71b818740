import { type KeyRow, keyHashInRow, maxKeyBytesInRow } from '../../shared/rows.ts';
import { keyId } from '../ui/key-format.ts';

/** What a key is known by in rows, where long keys are cut. */
export function rowKeyId(key: Uint8Array): string {
  return idOf(key.subarray(0, maxKeyBytesInRow), key.length, keyHashInRow(key));
}

/** The same of the key that a row stands for. */
export function rowIdOf({ key, keyLength, keyHash }: Pick<KeyRow, 'key' | 'keyLength' | 'keyHash'>): string {
  return idOf(key, keyLength, keyHash);
}

function idOf(key: Uint8Array, length: number, hash: number): string {
  return length === key.length ? keyId(key) : `${keyId(key)} ${length} ${hash}`;
}
