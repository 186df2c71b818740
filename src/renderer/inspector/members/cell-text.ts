import { fromBase64, toBase64 } from '../../../shared/bytes.ts';
import { escapedText, parseKey } from '../../ui/key-format.ts';
import type { StructureType } from './members.ts';

export interface Column {
  title: string;
  /** Bytes are shown and typed as keys are; others are text as they stand. */
  bytes: boolean;
  editable: boolean;
}

const bytes = (title: string): Column => ({ title, bytes: true, editable: true });

export const columns: Record<StructureType, readonly Column[]> = {
  list: [bytes('Element')],
  set: [bytes('Member')],
  hash: [bytes('Field'), bytes('Value')],
  zset: [{ title: 'Score', bytes: false, editable: true }, bytes('Member')],
  stream: [{ title: 'Id', bytes: false, editable: false }, bytes('Fields')],
};

/** A cell as a person reads and types it. */
export function cellText(column: Column, cell: string): string {
  if (!column.bytes) return cell;
  const stored = fromBase64(cell);
  return stored === null ? cell : escapedText(stored);
}

/** What was typed, as the cell holds it; null where an escape is broken. */
export function typedCell(column: Column, text: string): string | null {
  if (!column.bytes) return text.trim();
  const typed = parseKey(text);
  return typed === null ? null : toBase64(typed);
}

export const brokenEscape = 'An escape is broken: write \\xNN for a byte, \\\\ for a backslash.';
