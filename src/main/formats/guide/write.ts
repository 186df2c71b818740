import { join } from 'node:path';
import type { FileHandle } from '../../engine/fs/file-system.ts';
import type { Format } from '../log/format.ts';
import type { LiveKey } from '../log/live-key.ts';
import { writeDirectory } from '../log/write-directory.ts';
import { dataFile } from './data-file.ts';
import { encodeRecord, maxLength } from './record.ts';

/** Records gather to about this many bytes before they are written. */
const bufferBytes = 1024 * 1024;

/** Writes a data.log that holds one record for each key, as the guide's own compaction leaves it. */
export const writeGuide: NonNullable<Format['write']> = async (directory, keys, options) =>
  writeDirectory(directory, options, async (temporary) => {
    const handle = await options.fileSystem.open(join(temporary, dataFile), 'create');
    try {
      const count = await writeRecords(handle, keys, options.signal);
      await handle.sync();
      return { keys: count };
    } finally {
      await handle.close();
    }
  });

async function writeRecords(
  handle: FileHandle,
  keys: AsyncIterable<LiveKey>,
  signal: AbortSignal | undefined,
): Promise<number> {
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  let position = 0;
  let count = 0;
  const flush = async () => {
    await handle.write(Buffer.concat(gathered), position);
    position += gatheredBytes;
    gathered = [];
    gatheredBytes = 0;
  };
  for await (const { key, value } of keys) {
    signal?.throwIfAborted();
    const record = encodeRecord(key, value);
    gathered.push(record);
    gatheredBytes += record.length;
    count++;
    if (gatheredBytes >= bufferBytes) await flush();
  }
  if (gatheredBytes > 0) await flush();
  return count;
}

/** Nothing but strings in database 0 that stay until they are deleted. */
export const guideCannotHold: Format['cannotHold'] = ({ type, db, expireAt, keyLength, valueLength }) => {
  if (db !== 0) return `the guide's log has no databases, and this key is in database ${db}`;
  if (type !== 'string') return `the guide's log holds strings only, and this is a ${type}`;
  if (expireAt !== null) return "the guide's log cannot hold a deadline";
  if (keyLength > maxLength || valueLength > maxLength) return 'longer than a 31-bit length can say';
  return null;
};
