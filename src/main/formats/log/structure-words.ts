import { lineText } from '../../../shared/bytes.ts';
import type { ValueType } from '../../../shared/codes.ts';

/** Members that stand behind the structure itself: with one of them its elements end. */
const behind = new Set(['stream', 'fieldExpireAt']);

/**
 * The elements of a structure on one line, as far as `json` goes: the beginning of what `LiveKey.value` holds, or a
 * piece from within it. A list as `a, b`, a hash as `name: Ada, age: 36`, a sorted set as `ann 1.5`, a stream as
 * `17-0 kind login`.
 */
export function structureWords(type: ValueType, json: Uint8Array): string {
  const pieces = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('latin1').split('"');
  // A piece from within may begin in the middle of a string.
  const isInside = !/^[[\]{}:,]*$/.test(pieces[0] ?? '');
  if (isInside) pieces.unshift('');
  let words = '';
  for (let at = 1; at < pieces.length; at += 2) {
    const text = pieces[at] as string;
    if (words === '' && text === 'value' && pieces[at + 1]?.startsWith(':')) continue;
    if (behind.has(text)) break;
    const before = pieces[at - 1] as string;
    if (words !== '') words += between(type, before);
    words += isPlain(type, before, text) ? text : decoded(text);
  }
  return words;
}

/** Ids of a stream's entries and scores stand as they are; all else is base64. */
function isPlain(type: ValueType, before: string, text: string): boolean {
  return type === 'stream' ? text.includes('-') : type === 'zset' && before === ',';
}

function between(type: ValueType, punctuation: string): string {
  if (punctuation.startsWith(':')) return ': ';
  const isInElement = (type === 'stream' || type === 'zset') && !punctuation.startsWith(']');
  return isInElement ? ' ' : ', ';
}

/** One that is cut off is decoded as far as it goes. */
const decoded = (base64: string): string => lineText(Buffer.from(base64, 'base64'));
