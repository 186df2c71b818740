import { constants } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { lineText } from '../../../shared/bytes.ts';
import type { ValueType } from '../../../shared/codes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FunctionLibrary, LiveKey } from '../../formats/log/live-key.ts';
import { encodeBase64 } from './base64.ts';

/** As much of a key as a sentence has room for. */
const shownKeyBytes = 64;
/** What stands in a line beside its value: key, deadline, database and lines that are handed on together. In bytes. */
const besideValueBytes = 1024 * 1024;

/** One key as a line of JSON Lines, without its newline. Throws TOO_LARGE for a value that no string can hold. */
export function exportLine(live: LiveKey): string {
  const { db, key, type, expireAt } = live;
  requireLine(live);
  const head = `{"key":"${encodeBase64(key)}","type":"${type}"`;
  const tail = `"expireAt":${expireAt}${db === 0 ? '' : `,"db":${db}`}}`;
  return `${head},${valueMembers(live)},${tail}`;
}

function requireLine({ key, type, value }: LiveKey): void {
  const length = isBytes(type) ? Math.ceil(value.length / 3) * 4 : value.length;
  if (length <= constants.MAX_STRING_LENGTH - besideValueBytes) return;
  throw new WalscopeError(
    'TOO_LARGE',
    `The value of ${lineText(key.subarray(0, shownKeyBytes))} has ${value.length} bytes, more than a line of JSON can hold: get it by itself, or convert the directory.`,
  );
}

/** The structure alone, as JSON. */
export function structureText({ value }: LiveKey): string {
  return JSON.stringify((JSON.parse(textOf(value)) as { value: unknown }).value);
}

/** A structure is kept as the JSON of what stands in the line: its braces are all that goes. */
function valueMembers({ type, value }: LiveKey): string {
  return isBytes(type) ? `"value":"${encodeBase64(value)}"` : textOf(value).slice(1, -1);
}

/** Types whose value is bytes: strings, and what only a module can read. */
function isBytes(type: ValueType): boolean {
  return type === 'string' || type === 'module';
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Each library of functions on a line of its own. */
export function* libraryLines(libraries: readonly FunctionLibrary[]): Generator<string, void, void> {
  for (const { name, engine, code } of libraries) {
    yield `${JSON.stringify({ function: { name, engine, code: encodeBase64(code) } })}\n`;
  }
}

/** Lines are joined to about this many characters before they are handed on. */
const chunkLength = 64 * 1024;

/** The lines of all keys, each ended by a newline, in chunks of many lines; the event loop turns between chunks. */
export async function* exportLines(
  keys: AsyncIterable<LiveKey>,
  onKey?: (count: number) => void,
): AsyncGenerator<string, void, void> {
  let chunk = '';
  let count = 0;
  for await (const key of keys) {
    chunk += `${exportLine(key)}\n`;
    onKey?.(++count);
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
    await setImmediate();
  }
  if (chunk !== '') yield chunk;
}
