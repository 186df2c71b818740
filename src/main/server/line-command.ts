import { isWordOfHttp } from './words-of-http.ts';

export type LineCommand =
  | { name: 'set'; key: Uint8Array; value: Uint8Array }
  | { name: 'get' | 'delete'; key: Uint8Array }
  | { name: 'unknown' }
  /** A line of a request that is none of this protocol. */
  | { name: 'http' };

const space = 32;
/** More than any name has. */
const maxNameBytes = 16;
const unknown: LineCommand = { name: 'unknown' };
const http: LineCommand = { name: 'http' };

/**
 * One request of the guide's line protocol: `SET <key> <value>`, `GET <key>`, `DEL <key>`.
 *
 * White space around the line does not count, and it is split at the first two single spaces: everything after
 * the second belongs to the value, so that keys hold no space and values neither begin nor end with one.
 */
export function parseLine(line: Uint8Array): LineCommand {
  const text = strip(line);
  const first = text.indexOf(space);
  const word = text.subarray(0, first < 0 ? text.length : first);
  const name = Buffer.from(word.subarray(0, maxNameBytes)).toString('latin1').toUpperCase();
  if (isWordOfHttp(name)) return http;
  if (first < 0) return unknown;
  const second = text.indexOf(space, first + 1);
  if (name === 'SET' && second >= 0) {
    return { name: 'set', key: text.subarray(first + 1, second), value: text.subarray(second + 1) };
  }
  if (second >= 0) return unknown;
  const key = text.subarray(first + 1);
  if (name === 'GET') return { name: 'get', key };
  if (name === 'DEL') return { name: 'delete', key };
  return unknown;
}

/** Space, tab, newline, vertical tab, form feed and carriage return. */
const isWhite = (byte: number | undefined) =>
  byte === space || (byte !== undefined && byte >= 9 && byte <= 13);

function strip(line: Uint8Array): Uint8Array {
  let start = 0;
  let end = line.length;
  while (start < end && isWhite(line[start])) start++;
  while (end > start && isWhite(line[end - 1])) end--;
  return line.subarray(start, end);
}
