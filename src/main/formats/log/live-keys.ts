import { join } from 'node:path';
import { equalBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FileHandle, FileSystem } from '../../engine/fs/file-system.ts';
import { Slicer } from '../../engine/scan/slicer.ts';
import { KeyArena } from '../../order/key-arena.ts';
import { sortInSlices } from '../../order/sort-in-slices.ts';
import type { LiveKey, Log, LogRecord, RecordTable } from './log.ts';

/** A smaller read costs less than handing it to another thread. Bytes. */
const syncReadBytes = 64 * 1024;

export interface LiveKeyOptions {
  /** The newest whole record of each key, those behind damage too, instead of what a replay yields. */
  salvage?: boolean;
  /** ms since 1970: keys whose deadline has passed by then are left out. Default now. */
  nowMs?: number;
  signal?: AbortSignal;
}

/** Indexes of the records that hold the live keys, in byte order of the keys; found and sorted in slices. */
export async function liveRecords(table: RecordTable, options: LiveKeyOptions = {}): Promise<Uint32Array> {
  const nowMs = options.nowMs ?? Date.now();
  const slicer = new Slicer(options.signal);
  const newest = table.newestOfEachKey(options.salvage);
  const keys = new KeyArena(newest.length);
  const live = new Uint32Array(newest.length);
  let count = 0;
  for (const index of newest) {
    if (table.state(index, nowMs) === 'live') {
      keys.add(table.key(index));
      live[count++] = index;
    }
    if (slicer.due()) await slicer.yield();
  }
  const places = Uint32Array.from({ length: count }, (_, place) => place);
  const sorted = await sortInSlices(places, (a, b) => keys.compare(a, b), slicer);
  return sorted.map((place) => live[place] as number);
}

/** Live keys with their values, in byte order of the keys, read from the files one by one. */
export async function* liveKeys(
  log: Log,
  fileSystem: FileSystem,
  options: LiveKeyOptions = {},
): AsyncGenerator<LiveKey, void, void> {
  const values = new ValueReader(log, fileSystem);
  try {
    for (const index of await liveRecords(log.table, options)) {
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
    const read =
      bytes.length <= syncReadBytes ? handle.readSync(bytes, before) : await handle.read(bytes, before);
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
