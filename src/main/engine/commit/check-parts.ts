import { WalscopeError } from '../../../shared/errors.ts';
import { maxExpireAt, maxKeyBytes, maxValueBytes } from '../../../shared/limits.ts';
import { tooLarge } from '../../../shared/too-large.ts';
import type { RecordParts } from '../format/record-parts.ts';

/** Refuses what no record can hold: TOO_LARGE, or INVALID_ARGUMENT for a deadline. */
export function checkParts({ keyLength, valueLength, expireAt }: RecordParts): void {
  if (keyLength > maxKeyBytes) tooLarge('key', maxKeyBytes, keyLength);
  if (valueLength > maxValueBytes) tooLarge('value', maxValueBytes, valueLength);
  if (expireAt !== null && !(expireAt >= 0 && expireAt <= maxExpireAt)) {
    throw new WalscopeError('INVALID_ARGUMENT', `${expireAt} is not a time in milliseconds since 1970.`);
  }
}
