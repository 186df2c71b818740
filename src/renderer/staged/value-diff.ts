import { toHex, tryText } from '../../shared/bytes.ts';
import { plural } from '../../shared/words.ts';
import { jsonChanges } from './json-diff.ts';
import { lineDiff } from './line-diff.ts';

export interface DiffLine {
  kind: 'place' | 'removed' | 'added' | 'same' | 'note';
  text: string;
}

/** Longer texts are not compared line by line. */
const maxComparedChars = 256 * 1024;
const maxLines = 200;

/** What changes between two values, in as few lines as tell it: JSON by its places, text by its lines, the rest by its bytes. */
export function valueDiff(before: Uint8Array | null, after: Uint8Array | null): DiffLine[] {
  const lines = compare(before, after);
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines), { kind: 'note', text: `and ${lines.length - maxLines} lines more` }];
}

function compare(before: Uint8Array | null, after: Uint8Array | null): DiffLine[] {
  const old = before ? tryText(before) : '';
  const now = after ? tryText(after) : '';
  if (old === null || now === null || old.length + now.length > maxComparedChars) {
    return before && after
      ? byteDiff(before, after)
      : wholeBytes(before ? 'removed' : 'added', before ?? after);
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

/** Bytes of each side that are shown of a difference. */
const maxShownBytes = 24;

function hexWords(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, maxShownBytes);
  const words = toHex(shown).replace(/../g, '$& ').trimEnd();
  return bytes.length > shown.length ? `${words} …` : words;
}

function wholeBytes(kind: 'removed' | 'added', bytes: Uint8Array | null): DiffLine[] {
  if (!bytes) return [];
  return [
    { kind: 'place', text: plural(bytes.length, 'byte') },
    { kind, text: hexWords(bytes) },
  ];
}

/** The one stretch outside which both are the same. */
function byteDiff(before: Uint8Array, after: Uint8Array): DiffLine[] {
  const shared = Math.min(before.length, after.length);
  let head = 0;
  while (head < shared && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shared - head && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  const removed = before.subarray(head, before.length - tail);
  const added = after.subarray(head, after.length - tail);
  if (removed.length === 0 && added.length === 0) return [];
  return [
    { kind: 'place', text: `from byte ${head} on` },
    ...(removed.length > 0 ? [{ kind: 'removed' as const, text: hexWords(removed) }] : []),
    ...(added.length > 0 ? [{ kind: 'added' as const, text: hexWords(added) }] : []),
  ];
}
