import { join } from 'node:path';
import { tryText } from '../../../shared/bytes.ts';
import type { FileHandle } from '../../engine/fs/file-system.ts';
import type { Format } from '../log/format.ts';
import type { LiveKey } from '../log/live-key.ts';
import { writeDirectory } from '../log/write-directory.ts';
import { logFile, snapshotFile } from './files.ts';

/** Text gathers to about this many characters before it is written. */
const bufferLength = 1024 * 1024;
/** Room for the number of keys, which stands before them and is known after them. */
const countWidth = 16;

/** Writes a snapshot with every key, and an empty log over it, as the engine leaves them after a save. */
export const writeMiniRedis: NonNullable<Format['write']> = async (directory, keys, options) =>
  writeDirectory(directory, options, async (temporary) => {
    const { fileSystem, signal } = options;
    const snapshot = await fileSystem.open(join(temporary, snapshotFile), 'create');
    try {
      const count = await writeSnapshot(snapshot, keys, signal);
      await snapshot.sync();
      const log = await fileSystem.open(join(temporary, logFile), 'create');
      await log.close();
      return { keys: count };
    } finally {
      await snapshot.close();
    }
  });

async function writeSnapshot(
  handle: FileHandle,
  keys: AsyncIterable<LiveKey>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const head = `{"timestamp": ${pythonFloat(Date.now() / 1000)}, "num_keys": `;
  let text = `${head}${' '.repeat(countWidth)}, "data": {`;
  let position = 0;
  let count = 0;
  const flush = async () => {
    const bytes = Buffer.from(text);
    await handle.write(bytes, position);
    position += bytes.length;
    text = '';
  };
  for await (const live of keys) {
    signal?.throwIfAborted();
    text += `${count === 0 ? '' : ', '}${entryText(live)}`;
    count++;
    if (text.length >= bufferLength) await flush();
  }
  text += '}}';
  await flush();
  await handle.write(Buffer.from(String(count).padEnd(countWidth)), head.length);
  return count;
}

function entryText({ key, value, expireAt }: LiveKey): string {
  const expiry = expireAt === null ? 'null' : pythonFloat(expireAt / 1000);
  return `${asciiJson(key)}: {"value": ${asciiJson(value)}, "expiry": ${expiry}}`;
}

/** A JSON string as Python writes it by default: nothing but ASCII, whatever encoding the file is opened with. */
function asciiJson(bytes: Uint8Array): string {
  return JSON.stringify(tryText(bytes) ?? '').replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function pythonFloat(seconds: number): string {
  const text = String(seconds);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Text in database 0. */
export const miniRedisCannotHold: Format['cannotHold'] = ({ type, db, expireAt, key, value }) => {
  if (db !== 0) return `MiniRedis has no databases, and this key is in database ${db}`;
  if (type !== 'string') return `MiniRedis holds strings only, and this is a ${type}`;
  if (expireAt === 0) return 'MiniRedis takes a deadline of 0 for none';
  if (tryText(key) === null) return 'MiniRedis stores JSON, and the key is not UTF-8 text';
  if (tryText(value) === null) return 'MiniRedis stores JSON, and the value is not UTF-8 text';
  return null;
};
