import { join } from 'node:path';
import { compareBytes, equalBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FileHandle, FileSystem } from '../../engine/fs/file-system.ts';
import type { LiveKey, Log, LogRecord, RecordTable } from './log.ts';

export interface LiveKeyOptions {
  /** The newest whole record of each key, those behind damage too, instead of what a replay yields. */
  salvage?: boolean;
  /** ms since 1970: keys whose deadline has passed by then are left out. Default now. */
  nowMs?: number;
  signal?: AbortSignal;
}

/** Indexes of the records that hold the live keys, in byte order of the keys. */
export function liveRecords(table: RecordTable, options: LiveKeyOptions = {}): Uint32Array {
  const nowMs = options.nowMs ?? Date.now();
  const newest = table
    .newestOfEachKey(options.salvage)
    .filter((index) => table.state(index, nowMs) === 'live');
  return newest.sort((a, b) => compareBytes(table.record(a).key, table.record(b).key));
}

/** Live keys with their values, in byte order of the keys, read from the files one by one. */
export async function* liveKeys(
  log: Log,
  fileSystem: FileSystem,
  options: LiveKeyOptions = {},
): AsyncGenerator<LiveKey, void, void> {
  const values = new ValueReader(log, fileSystem);
  try {
    for (const index of liveRecords(log.table, options)) {
      if (options.signal?.aborted) throw new WalscopeError('CANCELLED', 'Reading was cancelled.');
      const record = log.table.record(index);
      yield {
        db: 0,
        key: record.key,
        type: record.type,
        value: await values.read(record),
        expireAt: record.expireAt,
      };
    }
  } finally {
    await values.close();
  }
}

/** Reads values by their records. Each file is opened once and stays open until `close`. */
export class ValueReader {
  readonly #log: Log;
  readonly #fileSystem: FileSystem;
  readonly #handles = new Map<number, FileHandle>();

  constructor(log: Log, fileSystem: FileSystem) {
    this.#log = log;
    this.#fileSystem = fileSystem;
  }

  /** Key and value are read together: where the key is no longer what the log said, the file has changed since. */
  async read(record: LogRecord): Promise<Uint8Array> {
    const handle = await this.#handle(record.file);
    const before = record.valueOffset - record.key.length;
    const bytes = new Uint8Array(record.key.length + record.valueLength);
    const read = await handle.read(bytes, before);
    if (read < bytes.length || !equalBytes(bytes.subarray(0, record.key.length), record.key)) {
      const file = this.#path(record.file);
      throw new WalscopeError('CONFLICT', `${file} was changed by someone while it was read: read it again.`);
    }
    return bytes.subarray(record.key.length);
  }

  async close(): Promise<void> {
    for (const handle of this.#handles.values()) await handle.close();
    this.#handles.clear();
  }

  async #handle(file: number): Promise<FileHandle> {
    const open = this.#handles.get(file);
    if (open) return open;
    const handle = await this.#fileSystem.open(this.#path(file), 'read');
    this.#handles.set(file, handle);
    return handle;
  }

  #path(file: number): string {
    return join(this.#log.directory, this.#log.files[file]?.name ?? '');
  }
}
