import { utf8 } from '../../../shared/bytes.ts';
import type { KeyQuery } from '../../../shared/contract/keys.ts';
import { parseKey } from '../../../shared/key-text.ts';
import { compileGlob } from './glob.ts';

/** What of a query has to be asked of every key; its prefix is answered by the order of the keys instead. */
export interface KeyMatcher {
  /** Only keys that begin with it can match. */
  prefix: Uint8Array;
  /** null = every key with that prefix matches. */
  test: ((key: Uint8Array) => boolean) | null;
}

export function keyMatcher(query: Pick<KeyQuery, 'filter' | 'under'>): KeyMatcher | 'nothing' {
  const under = query.under ?? new Uint8Array(0);
  const { filter } = query;
  if (!filter || filter.text === '') return { prefix: under, test: null };
  if (filter.mode === 'glob') return { prefix: under, test: compileGlob(utf8(filter.text)) };
  // A key is found as it is shown, with its escapes; what holds a broken one is meant as it stands.
  const text = parseKey(filter.text) ?? utf8(filter.text);
  if (filter.mode === 'prefix') return bothPrefixes(under, text);
  const needle = Buffer.from(text);
  return { prefix: under, test: (key) => asBuffer(key).includes(needle) };
}

/** A key has both prefixes only if one of them begins with the other. */
function bothPrefixes(a: Uint8Array, b: Uint8Array): KeyMatcher | 'nothing' {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return asBuffer(long.subarray(0, short.length)).equals(short) ? { prefix: long, test: null } : 'nothing';
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
