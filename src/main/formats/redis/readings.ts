import { join } from 'node:path';
import type { DamagedRange } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { bitReadings } from '../log/bit-reading.ts';
import type { Log } from '../log/log.ts';
import type { Reading } from '../log/reading.ts';
import { commandReadings, maxReadBytes } from './aof/command-readings.ts';
import { RedisLog } from './redis-log.ts';

/** The bit of an RDB that its checksum says has flipped; a damaged command with what is wrong in it set right. */
export async function redisReadings(
  log: Log,
  { file, offset, length }: DamagedRange,
  fileSystem: FileSystem,
): Promise<Reading[]> {
  if (!(log instanceof RedisLog)) return [];
  const { flipped } = log;
  const flaw = log.flawAt(file, offset);
  if (flaw !== null) {
    const line = flaw.insert.toString('latin1').trim();
    const words = `${line === '' ? 'the end of a line' : `${line} and the end of its line`}, as Redis reads it`;
    const splice = { file, offset, remove: flaw.length, insert: flaw.insert };
    return [{ words, proof: 'engine', splice }];
  }
  const isFlip = flipped !== null && log.files[flipped.file]?.name === file && flipped.offset === offset;
  if (!isFlip && (length === 0 || length > maxReadBytes)) return [];
  const handle = await fileSystem.open(join(log.directory, file), 'read');
  try {
    if (isFlip) return await bitReadings(handle, file, flipped);
    const bytes = Buffer.alloc(length);
    await handle.read(bytes, offset);
    return commandReadings(bytes).map(({ words, insert }) => ({
      words,
      proof: 'grammar',
      splice: { file, offset, remove: length, insert },
    }));
  } finally {
    await handle.close();
  }
}
