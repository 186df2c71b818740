import { join } from 'node:path';
import type { FileHandle, FileSystem } from '../../../engine/fs/file-system.ts';
import type { Format } from '../../log/format.ts';
import type { FunctionLibrary, LiveKey } from '../../log/live-key.ts';
import { writeDirectory } from '../../log/write-directory.ts';
import { type Crc64, crc64 } from '../crc64.ts';
import { opcodes } from '../rdb/types.ts';
import { BufferedOutput } from './buffered-output.ts';
import { encodeLength, encodeString } from './encode.ts';
import { encodeKey, plainVersion } from './encode-value.ts';
import { withoutFieldDeadlines } from './field-deadlines.ts';

const folder = 'appendonlydir';
const base = 'appendonly.aof.1.base.rdb';
const increment = 'appendonly.aof.1.incr.aof';
const manifest = 'appendonly.aof.manifest';

/** `REDIS` and the version. */
const headLength = 9;

/**
 * Writes an append-only directory: an RDB with every key as its base, a log behind it with what an RDB that every server
 * loads cannot hold, and the manifest.
 */
export const writeRedis: NonNullable<Format['write']> = async (directory, keys, options) =>
  writeDirectory(directory, options, async (temporary) => {
    const { fileSystem, signal, libraries = [] } = options;
    const within = join(temporary, folder);
    await fileSystem.mkdir(within);
    const count = await creating(fileSystem, join(within, base), (rdb) =>
      creating(fileSystem, join(within, increment), async (log) => {
        const commands = new BufferedOutput(log);
        const plain = withoutFieldDeadlines(keys, (command) => commands.add(command));
        const written = await writeRdb(rdb, plain, libraries, signal);
        await commands.flush();
        return written;
      }),
    );
    const lines = `file ${base} seq 1 type b\nfile ${increment} seq 1 type i\n`;
    await creating(fileSystem, join(within, manifest), (handle) => handle.write(Buffer.from(lines), 0));
    await fileSystem.syncDirectory(within);
    return { keys: count };
  });

/** Makes a file, has it written and brings it to the disk. */
async function creating<T>(
  fileSystem: FileSystem,
  path: string,
  write: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await fileSystem.open(path, 'create');
  try {
    const result = await write(handle);
    await handle.sync();
    return result;
  } finally {
    await handle.close();
  }
}

/** An RDB with every key. The version stands first and is known last: it is that of the newest thing in the file. */
export async function writeRdb(
  handle: FileHandle,
  keys: AsyncIterable<LiveKey>,
  libraries: readonly FunctionLibrary[],
  signal: AbortSignal | undefined,
): Promise<number> {
  const output = new BufferedOutput(handle, headLength);
  await output.add(Buffer.concat([Buffer.of(opcodes.aux), encodeString('aof-base'), encodeString('1')]));
  for (const { code } of libraries) {
    await output.add(Buffer.concat([Buffer.of(opcodes.function2), encodeString(code)]));
  }
  let version = plainVersion;
  let db = -1;
  let count = 0;
  for await (const live of keys) {
    signal?.throwIfAborted();
    if (live.db !== db) await output.add(Buffer.concat([Buffer.of(opcodes.selectDb), encodeLength(live.db)]));
    db = live.db;
    const record = encodeKey(live);
    version = Math.max(version, record.version);
    await output.add(record.bytes);
    count++;
  }
  await output.add(Buffer.of(opcodes.end));
  await finishRdb(handle, await output.flush(), `REDIS${String(version).padStart(4, '0')}`);
  return count;
}

/** What the checksum is made of is read in pieces of this many bytes. */
const pieceBytes = 1024 * 1024;

/** The head is written last, and the checksum covers it: all of the file is read once more. */
async function finishRdb(handle: FileHandle, end: number, head: string): Promise<void> {
  await handle.write(Buffer.from(head), 0);
  let crc: Crc64 = { high: 0, low: 0 };
  const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, end));
  for (let at = 0; at < end; ) {
    const read = await handle.read(buffer.subarray(0, Math.min(buffer.length, end - at)), at);
    crc = crc64(buffer.subarray(0, read), crc);
    at += read;
  }
  const stored = Buffer.alloc(8);
  stored.writeUInt32LE(crc.low, 0);
  stored.writeUInt32LE(crc.high, 4);
  await handle.write(stored, end);
}

const maxStringBytes = 512 * 1024 * 1024;

/** Everything that Redis itself could have held. */
export const redisCannotHold: Format['cannotHold'] = ({ type, keyLength, valueLength, value }) => {
  if (keyLength > maxStringBytes) return 'Redis holds keys up to 512 MiB';
  if (type === 'string' && valueLength > maxStringBytes) return 'Redis holds strings up to 512 MiB';
  const isStructure = type !== 'string' && type !== 'module' && type !== 'stream';
  if (isStructure && /^\{"value":(?:\[\]|\{\})/.test(Buffer.from(value.subarray(0, 16)).toString('latin1'))) {
    return `Redis has no empty ${type}`;
  }
  return null;
};
