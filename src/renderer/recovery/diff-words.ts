import { equalBytes, tryText } from '../../shared/bytes.ts';
import { type DiffRow, diffCategories, orNull } from '../../shared/rows.ts';
import { formatBytes } from '../ui/format.ts';
import { inOrder } from '../ui/visible-text.ts';

const heads: Record<(typeof diffCategories)[number], string> = {
  kept: 'Kept',
  'lost-acknowledged': 'Lost though acknowledged',
  'lost-unpromised': 'Lost and never promised',
};

export function diffHead(category: number): string {
  return heads[diffCategories[category] ?? 'kept'];
}

/** A value on one line: its text where it has one, its size where it has not. */
export function shortValue(bytes: Uint8Array, length: number | null): string {
  if (length === null) return 'no such key';
  if (length === 0) return 'empty';
  const text = tryText(bytes.length < length ? wholeCharacters(bytes) : bytes);
  // Lines and tabs are text; other control characters are not.
  const line = text?.replace(/[\t\n\r]+/g, ' ') ?? null;
  if (line === null || /[\p{Cc}\p{Cn}]/u.test(line)) return `${formatBytes(length)} binary`;
  const shown = inOrder(line);
  return bytes.length < length ? `${shown}…` : shown;
}

/** Without the bytes of a character that the cut has split. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 4 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end -= 1;
  const lead = bytes[end - 1] as number | undefined;
  return lead !== undefined && lead >= 0xc0 ? bytes.subarray(0, end - 1) : bytes;
}

export function valueWords(row: DiffRow): { before: string; after: string; same: boolean } {
  const [beforeLength, afterLength] = [orNull(row.beforeLength), orNull(row.afterLength)];
  const same =
    beforeLength === afterLength &&
    equalBytes(row.before, row.after) &&
    Object.is(row.beforeSeq, row.afterSeq);
  const before =
    absent(beforeLength, row.beforeSeq) ?? (inOrder(row.beforeWords) || shortValue(row.before, beforeLength));
  const after = same
    ? 'the same'
    : (absent(afterLength, row.afterSeq) ?? (inOrder(row.afterWords) || shortValue(row.after, afterLength)));
  return { before, after, same };
}

/** A key that is not there but has a record was deleted by it, or has expired. */
function absent(length: number | null, seq: number): string | null {
  return length === null && orNull(seq) !== null ? 'deleted' : null;
}
