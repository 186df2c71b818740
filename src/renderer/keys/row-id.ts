import { maxKeyBytesInRow } from '../../shared/rows.ts';
import { keyId } from '../ui/key-format.ts';

/** What a key is known by in rows, where long keys are cut. */
export function rowKeyId(key: Uint8Array): string {
  return keyId(key.subarray(0, maxKeyBytesInRow));
}
