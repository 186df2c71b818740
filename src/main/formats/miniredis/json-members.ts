import { tryText } from '../../../shared/bytes.ts';

/** Where things stand in JSON text: what a parser that yields values does not say. Offsets are within the bytes. */
export interface Range {
  start: number;
  end: number;
}

export interface Member {
  name: string;
  key: Range;
  value: Range;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * The members of the object that begins at `start`, up to where the text stops being one: `end` is the offset after
 * the closing brace, or null when there is none that closes it.
 */
export function readMembers(
  bytes: Uint8Array,
  start: number,
  take: (member: Member) => void,
): { end: number | null; stoppedAt: number } {
  let at = skipSpace(bytes, start);
  if (bytes[at] !== openBrace) return { end: null, stoppedAt: at };
  at = skipSpace(bytes, at + 1);
  if (bytes[at] === closeBrace) return { end: at + 1, stoppedAt: at + 1 };
  for (;;) {
    const memberAt = at;
    const keyEnd = skipString(bytes, at);
    const colonAt = keyEnd === null ? at : skipSpace(bytes, keyEnd);
    if (keyEnd === null || bytes[colonAt] !== colon) return { end: null, stoppedAt: memberAt };
    const valueAt = skipSpace(bytes, colonAt + 1);
    const valueEnd = skipValue(bytes, valueAt);
    const name = parseString(bytes, { start: at, end: keyEnd });
    if (valueEnd === null || name === null) return { end: null, stoppedAt: memberAt };
    take({ name, key: { start: at, end: keyEnd }, value: { start: valueAt, end: valueEnd } });
    at = skipSpace(bytes, valueEnd);
    if (bytes[at] === closeBrace) return { end: at + 1, stoppedAt: at + 1 };
    if (bytes[at] !== comma) return { end: null, stoppedAt: at };
    at = skipSpace(bytes, at + 1);
  }
}

/** The offset after the value that begins at `at`; null when it does not end. What lies inside is not checked. */
export function skipValue(bytes: Uint8Array, at: number): number | null {
  const first = bytes[at];
  if (first === quote) return skipString(bytes, at);
  if (first === openBrace || first === 0x5b) return skipNested(bytes, at);
  let end = at;
  while (end < bytes.length && isLiteral(bytes[end] as number)) end++;
  return end > at && end < bytes.length ? end : null;
}

function skipNested(bytes: Uint8Array, start: number): number | null {
  let depth = 0;
  for (let at = start; at < bytes.length; ) {
    const byte = bytes[at];
    if (byte === quote) {
      const end = skipString(bytes, at);
      if (end === null) return null;
      at = end;
      continue;
    }
    if (byte === openBrace || byte === 0x5b) depth++;
    if (byte === closeBrace || byte === 0x5d) depth--;
    at++;
    if (depth === 0) return at;
  }
  return null;
}

function skipString(bytes: Uint8Array, at: number): number | null {
  if (bytes[at] !== quote) return null;
  for (let end = at + 1; end < bytes.length; end++) {
    if (bytes[end] === backslash) end++;
    else if (bytes[end] === quote) return end + 1;
  }
  return null;
}

export function skipSpace(bytes: Uint8Array, at: number): number {
  let end = at;
  while (isSpace(bytes[end])) end++;
  return end;
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Of numbers and words: letters, digits, + − and the decimal point. */
function isLiteral(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || /[A-Za-z+\-.]/.test(String.fromCharCode(byte));
}

/** undefined when it is not JSON; `NaN` and the infinities are what Python's writer makes of them. */
export function parseValue(bytes: Uint8Array, { start, end }: Range): unknown {
  const text = tryText(bytes.subarray(start, end));
  if (text === null) return undefined;
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity') return Number(text);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseString(bytes: Uint8Array, range: Range): string | null {
  const value = parseValue(bytes, range);
  return typeof value === 'string' ? value : null;
}
