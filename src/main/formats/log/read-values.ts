import { join } from 'node:path';
import { equalBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { errnoOf } from '../../engine/fs/errno.ts';
import type { FileHandle, FileSystem } from '../../engine/fs/file-system.ts';
import type { LiveKey } from './live-key.ts';
import type { Log, LogRecord, ValueSession } from './log.ts';

/** A smaller read costs less than handing it to another thread. Bytes. */
const syncReadBytes = 64 * 1024;

/** The values of a log's records, however its format stores them. Whoever opens them closes them. */
export function openValues(log: Log, fileSystem: FileSystem): ValueSession {
  return log.openValues?.(fileSystem) ?? new StoredValues(log, fileSystem);
}

/** The key that a record holds, with its value. */
export async function liveKey(
  record: LogRecord,
  index: number,
  values: Pick<ValueSession, 'read'>,
): Promise<LiveKey> {
  const { db, key, type, expireAt } = record;
  return { db, key, type, value: await values.read(index), expireAt };
}

/** Ranges of a log's files. Each file is opened once and stays open until `close`. */
export class LogFileReader {
  readonly #log: Log;
  readonly #fileSystem: FileSystem;
  readonly #handles = new Map<number, FileHandle>();

  constructor(log: Log, fileSystem: FileSystem) {
    this.#log = log;
    this.#fileSystem = fileSystem;
  }

  /** Throws CONFLICT when the file is shorter than it was, or gone. */
  async read(file: number, offset: number, length: number): Promise<Uint8Array> {
    const handle = await this.#handle(file);
    const bytes = new Uint8Array(length);
    const read = length <= syncReadBytes ? handle.readSync(bytes, offset) : await handle.read(bytes, offset);
    if (read < length) throw this.changed(file);
    return bytes;
  }

  changed(file: number): WalscopeError {
    return new WalscopeError(
      'CONFLICT',
      `${this.#path(file)} was changed by someone while it was read: read it again.`,
    );
  }

  async close(): Promise<void> {
    for (const handle of this.#handles.values()) await handle.close();
    this.#handles.clear();
  }

  async #handle(file: number): Promise<FileHandle> {
    const open = this.#handles.get(file);
    if (open) return open;
    const handle = await this.#fileSystem.open(this.#path(file), 'read').catch((error: unknown) => {
      throw errnoOf(error) === 'ENOENT' ? this.changed(file) : error;
    });
    this.#handles.set(file, handle);
    return handle;
  }

  #path(file: number): string {
    return join(this.#log.directory, this.#log.files[file]?.name ?? '');
  }
}

/** Values that stand in their files byte for byte, right behind their keys. */
class StoredValues implements ValueSession {
  readonly #log: Log;
  readonly #files: LogFileReader;

  constructor(log: Log, fileSystem: FileSystem) {
    this.#log = log;
    this.#files = new LogFileReader(log, fileSystem);
  }

  /** Key and value are read together: where the key is no longer what the log said, the file has changed since. */
  async read(index: number): Promise<Uint8Array> {
    const { file, key, valueOffset, valueLength } = this.#log.table.record(index);
    const bytes = await this.#files.read(file, valueOffset - key.length, key.length + valueLength);
    if (!equalBytes(bytes.subarray(0, key.length), key)) throw this.#files.changed(file);
    return bytes.subarray(key.length);
  }

  close(): Promise<void> {
    return this.#files.close();
  }
}
