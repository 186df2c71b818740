import { setImmediate } from 'node:timers/promises';
import type { LiveKey } from '../../formats/log/log.ts';
import { encodeBase64 } from './base64.ts';

/** One key as a line of JSON Lines, without its newline. */
export function exportLine({ db, key, type, value, expireAt }: LiveKey): string {
  const line = { key: encodeBase64(key), type, value: encodeBase64(value), expireAt };
  return JSON.stringify(db === 0 ? line : { ...line, db });
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
