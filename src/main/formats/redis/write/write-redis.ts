import { join } from 'node:path';
import type { FileHandle, FileSystem } from '../../../engine/fs/file-system.ts';
import type { Format, FunctionLibrary, LiveKey } from '../../log/log.ts';
import { writeDirectory } from '../../log/write-directory.ts';
import { type Crc64, crc64 } from '../crc64.ts';
import { opcodes } from '../rdb/types.ts';
import { encodeLength, encodeString } from './encode.ts';
import { encodeKey, plainVersion } from './encode-value.ts';

const folder = 'appendonlydir';
const base = 'appendonly.aof.1.base.rdb';
const increment = 'appendonly.aof.1.incr.aof';
const manifest = 'appendonly.aof.manifest';

/** Records gather to about this many bytes before they are written. */
const bufferBytes = 1024 * 1024;

/** Writes an append-only directory: an RDB with every key as its base, an empty log behind it, and the manifest. */
export const writeRedis: NonNullable<Format['write']> = async (directory, keys, options) =>
  writeDirectory(directory, options, async (temporary) => {
    const { fileSystem, signal, libraries = [] } = options;
    const within = join(temporary, folder);
    await fileSystem.mkdir(within);
    const handle = await fileSystem.open(join(within, base), 'create');
    try {
      const count = await writeRdb(handle, keys, libraries, signal);
      await handle.sync();
      await writeFile(fileSystem, join(within, increment), '');
      const lines = `file ${base} seq 1 type b\nfile ${increment} seq 1 type i\n`;
      await writeFile(fileSystem, join(within, manifest), lines);
      await fileSystem.syncDirectory(within);
      return { keys: count };
    } finally {
      await handle.close();
    }
  });

async function writeFile(fileSystem: FileSystem, path: string, text: string): Promise<void> {
  const handle = await fileSystem.open(path, 'create');
  try {
    await handle.write(Buffer.from(text), 0);
    await handle.sync();
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
  const output = new RdbOutput(handle);
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
  await output.finish(`REDIS${String(version).padStart(4, '0')}`);
  return count;
}

const headLength = 9;

class RdbOutput {
  readonly #handle: FileHandle;
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #position = headLength;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async add(bytes: Uint8Array): Promise<void> {
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= bufferBytes) await this.#flush();
  }

  /** The checksum covers the head, which is written last: all of it is read once more. */
  async finish(head: string): Promise<void> {
    await this.#flush();
    await this.#handle.write(Buffer.from(head), 0);
    let crc: Crc64 = { high: 0, low: 0 };
    const buffer = Buffer.allocUnsafe(Math.min(bufferBytes, this.#position));
    for (let at = 0; at < this.#position; ) {
      const read = await this.#handle.read(
        buffer.subarray(0, Math.min(buffer.length, this.#position - at)),
        at,
      );
      crc = crc64(buffer.subarray(0, read), crc);
      at += read;
    }
    const stored = Buffer.alloc(8);
    stored.writeUInt32LE(crc.low, 0);
    stored.writeUInt32LE(crc.high, 4);
    await this.#handle.write(stored, this.#position);
  }

  async #flush(): Promise<void> {
    if (this.#bytes === 0) return;
    await this.#handle.write(Buffer.concat(this.#parts), this.#position);
    this.#position += this.#bytes;
    this.#parts = [];
    this.#bytes = 0;
  }
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
