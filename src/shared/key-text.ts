/** Keys are bytes; these are their words for eyes. What is not printable UTF-8 stands as \xNN, a backslash as \\. */

import { databaseKey } from './database-key.ts';

export interface KeyPart {
  text: string;
  escaped: boolean;
}

const space = 0x20;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Spaces that look like others among it. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u00a0\u1680\u2000-\u200a\u202f\u205f]/u;

/** Length in bytes of the UTF-8 sequence that starts at `at`, by its first byte; 1 when it starts none. */
function sequenceLength(first: number): number {
  if (first >= 0xf0 && first < 0xf5) return 4;
  if (first >= 0xe0) return first < 0xf0 ? 3 : 1;
  return first >= 0xc2 ? 2 : 1;
}

function characterAt(bytes: Uint8Array, at: number): { text: string; length: number } | null {
  const length = sequenceLength(bytes[at] as number);
  try {
    const text = decoder.decode(bytes.subarray(at, at + length));
    return unprintable.test(text) ? null : { text, length };
  } catch {
    return null;
  }
}

interface Edges {
  start: boolean;
  end: boolean;
}
const noEdges: Edges = { start: false, end: false };

/** A space where the whole text begins or ends is not seen, so it is escaped there. */
function pieces(bytes: Uint8Array, edges = noEdges): KeyPart[] {
  const parts: KeyPart[] = [];
  const push = (text: string, escaped: boolean) => {
    const last = parts.at(-1);
    if (last && last.escaped === escaped) last.text += text;
    else parts.push({ text, escaped });
  };
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at);
    const isEdge = (edges.start && at === 0) || (edges.end && at === bytes.length - 1);
    if (character === null || (isEdge && bytes[at] === space)) {
      push(`\\x${(bytes[at] as number).toString(16).padStart(2, '0')}`, true);
      at += 1;
    } else {
      push(character.text === '\\' ? '\\\\' : character.text, false);
      at += character.length;
    }
  }
  return parts;
}

const colon = 0x3a;

export interface KeyParts {
  /** The numbered database; 0 for nearly all keys. */
  db: number;
  prefix: KeyPart[];
  last: KeyPart[];
}

/** The part up to and with the last `:` that something follows, and the rest; of a key as it stands in a store. */
export function keyParts(stored: Uint8Array): KeyParts {
  const { db, key } = databaseKey(stored);
  const split = key.subarray(0, -1).lastIndexOf(colon) + 1;
  return {
    db,
    prefix: pieces(key.subarray(0, split), { start: true, end: false }),
    last: pieces(key.subarray(split), { start: split === 0, end: true }),
  };
}

/** Any bytes on one line: what is not printable as \xNN. */
export function escapedText(bytes: Uint8Array): string {
  return textOf(pieces(bytes));
}

function textOf(parts: readonly KeyPart[]): string {
  return parts.map((piece) => piece.text).join('');
}

/** The whole key on one line. */
export function keyText(stored: Uint8Array): string {
  const { db, key } = databaseKey(stored);
  const text = textOf(pieces(key, { start: true, end: true }));
  return db === 0 ? text : `${databaseWords(db)} ${text}`;
}

/** A numbered database in front of a key. */
export function databaseWords(db: number): string {
  return `db ${db}`;
}

/** A key in a sentence, cut to `maxBytes`. */
export function keyName(bytes: Uint8Array, maxBytes = 80): string {
  if (bytes.length === 0) return 'the empty key';
  return bytes.length > maxBytes ? `${keyText(bytes.subarray(0, maxBytes))}…` : keyText(bytes);
}

/** The bytes of a key as a person types it: \xNN and \\ are escapes, the rest is UTF-8. Null when an escape is broken. */
export function parseKey(text: string): Uint8Array | null {
  const out: number[] = [];
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '\\') {
      const character = String.fromCodePoint(text.codePointAt(at) as number);
      out.push(...encoder.encode(character));
      at += character.length;
    } else if (text[at + 1] === '\\') {
      out.push(0x5c);
      at += 2;
    } else {
      const hex = /^\\x([0-9a-fA-F]{2})/.exec(text.slice(at));
      if (!hex) return null;
      out.push(Number.parseInt(hex[1] as string, 16));
      at += 4;
    }
  }
  return Uint8Array.from(out);
}
