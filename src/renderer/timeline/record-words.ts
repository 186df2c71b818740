import { looseText } from '../../shared/bytes.ts';
import { opOf } from '../../shared/model.ts';
import type { RecordRow } from '../../shared/rows.ts';

/** Operations as the log calls them, short. */
export const opWords = { set: 'set', delete: 'del', unknown: '?', other: '·' } as const;

/** The beginning of a record's value on one line; what cannot be printed stands as a dot. Empty for other records. */
export function valueWords(row: Pick<RecordRow, 'op' | 'value' | 'valueLength'>): string {
  if (opOf(row.op) !== 'set') return '';
  const text = looseText(row.value).replace(/[\p{Cc}\p{Zl}\p{Zp}\ufffd]/gu, '·');
  return row.valueLength > row.value.length ? `${text}…` : text;
}
