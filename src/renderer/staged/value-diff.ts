import { tryText } from '../../shared/bytes.ts';
import { jsonChanges } from './json-diff.ts';
import { lineDiff } from './line-diff.ts';

export interface DiffLine {
  kind: 'place' | 'removed' | 'added' | 'same' | 'note';
  text: string;
}

/** Longer texts are not compared line by line. */
const maxComparedChars = 256 * 1024;
const maxLines = 200;

/** What changes between two values, in as few lines as tell it: JSON by its places, text by its lines, the rest by size. */
export function valueDiff(before: Uint8Array | null, after: Uint8Array | null): DiffLine[] {
  const lines = compare(before, after);
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines), { kind: 'note', text: `and ${lines.length - maxLines} lines more` }];
}

function compare(before: Uint8Array | null, after: Uint8Array | null): DiffLine[] {
  const old = before ? tryText(before) : '';
  const now = after ? tryText(after) : '';
  if (old === null || now === null || old.length + now.length > maxComparedChars) {
    return [
      ...(before ? [{ kind: 'removed' as const, text: `${before.length} bytes` }] : []),
      ...(after ? [{ kind: 'added' as const, text: `${after.length} bytes` }] : []),
    ];
  }
  if (!before) return now.split('\n').map((text) => ({ kind: 'added', text }));
  if (!after) return old.split('\n').map((text) => ({ kind: 'removed', text }));
  return (
    jsonChanges(old, now)?.flatMap(({ place, removed, added }): DiffLine[] => [
      { kind: 'place', text: place === '' ? 'value' : place },
      ...(removed === undefined ? [] : [{ kind: 'removed' as const, text: removed }]),
      ...(added === undefined ? [] : [{ kind: 'added' as const, text: added }]),
    ]) ?? lineDiff(old.split('\n'), now.split('\n'))
  );
}
