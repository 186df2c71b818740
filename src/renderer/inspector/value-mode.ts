import { tryText } from '../../shared/bytes.ts';
import { JsonProblem, tokenizeJson } from './json-text.ts';

export type ValueMode = 'members' | 'text' | 'json' | 'hex';

/** Longer values are shown as hex only: laying them out as text would freeze the window. */
export const maxTextBytes = 1024 * 1024;

export interface ValueKind {
  text: boolean;
  json: boolean;
  /** Offset of the first byte that is not UTF-8; null when all are. */
  brokenAt: number | null;
  tooLong: boolean;
}

/** What a value can be shown as. `whole`: its end has been read. */
export function kindOf(bytes: Uint8Array, whole: boolean): ValueKind {
  if (bytes.length > maxTextBytes) return { text: false, json: false, brokenAt: null, tooLong: true };
  const end = whole ? bytes.length : characterEnd(bytes);
  const text = tryText(bytes.subarray(0, end));
  if (text === null) return { text: false, json: false, brokenAt: firstBroken(bytes), tooLong: false };
  return { text: true, json: whole && isJson(text), brokenAt: null, tooLong: false };
}

/** Objects and arrays open as JSON; `42` is JSON too, but a text to most people. */
export function firstMode(kind: ValueKind, bytes: Uint8Array): ValueMode {
  if (!kind.text) return 'hex';
  const first = bytes.find((byte) => byte > 0x20);
  return kind.json && (first === 0x7b || first === 0x5b) ? 'json' : 'text';
}

function isJson(text: string): boolean {
  try {
    tokenizeJson(text);
    return true;
  } catch (error) {
    if (error instanceof JsonProblem) return false;
    throw error;
  }
}

/** Where the last whole character of a cut text ends. */
function characterEnd(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 3); at--) {
    const byte = bytes[at] as number;
    if ((byte & 0xc0) === 0x80) continue;
    return at + sequenceLength(byte) > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

/** Bytes of the character that a byte begins; 1 when it begins none. */
function sequenceLength(byte: number): number {
  if (byte < 0xc2 || byte > 0xf4) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

function firstBroken(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  // The longest prefix that is text, but for a character that its end cuts.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tryText(bytes.subarray(0, characterEnd(bytes.subarray(0, middle)))) !== null) low = middle;
    else high = middle - 1;
  }
  return characterEnd(bytes.subarray(0, low));
}
