import { join } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import { plural } from '../../../shared/words.ts';
import type { FileHandle } from '../../engine/fs/file-system.ts';
import type { ReadOptions } from '../log/format.ts';
import { changedMeanwhile } from './aof/command-in-file.ts';
import { applyFunction } from './aof/functions.ts';
import { Keyspace } from './aof/keyspace.ts';
import { readAof } from './aof/read-aof.ts';
import { Replay } from './aof/replay.ts';
import { ScriptHalfDone } from './aof/scripts/script-replay.ts';
import type { Part } from './append-only-folder.ts';
import { beginsAsRdb } from './beginnings.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type Reread, readRdb } from './rdb/read-rdb.ts';
import { decodeRdbRecord, RedisLog, readRdbValue } from './redis-log.ts';
import type { RedisValue } from './value.ts';

/** Reads what Redis would load, past damage too. Only reads. */
export async function readRedis(directory: string, options: ReadOptions): Promise<RedisLog> {
  const layout = await layoutOf(directory, options.fileSystem);
  if (!layout) throw new WalscopeError('NOT_FOUND', `${directory} holds no files of Redis any more.`);
  return readLayout(directory, layout, options, {
    with: new Map(),
    scriptsOnCopies: false,
    until: Number.POSITIVE_INFINITY,
  });
}

/** What is different when a directory is read again. */
interface Again {
  /** By file: what it takes to read it. */
  with: ReadonlyMap<string, Reread>;
  /** A script that cannot be known has been met: it must be able to leave no trace. */
  scriptsOnCopies: boolean;
  /** Stop when the log has so many records. */
  until: number;
}

async function readLayout(
  directory: string,
  layout: Layout,
  options: ReadOptions,
  again: Again,
): Promise<RedisLog> {
  const reading = new RedisReading(directory, layout, options, again);
  const log = await reading.read().catch((error: unknown) => {
    if (error instanceof ScriptHalfDone) return null;
    throw error;
  });
  if (log === null) return readLayout(directory, layout, options, { ...again, scriptsOnCopies: true });
  if (!(log instanceof RedisLog)) {
    return readLayout(directory, layout, options, { ...again, with: new Map([...again.with, log]) });
  }
  log.rereadTo = (until, fileSystem) => readLayout(directory, layout, { fileSystem }, { ...again, until });
  return log;
}

class RedisReading {
  readonly #log: RedisLog;
  readonly #layout: Layout;
  readonly #options: ReadOptions;
  readonly #again: Again;
  readonly #handles: FileHandle[] = [];
  readonly #keys: Keyspace;
  readonly #replay: Replay;
  readonly #totalBytes: number;
  #doneBytes = 0;

  constructor(directory: string, layout: Layout, options: ReadOptions, again: Again) {
    this.#layout = layout;
    this.#options = options;
    this.#again = again;
    const log = new RedisLog(directory, { framed: this.#hasCommands });
    this.#log = log;
    this.#keys = new Keyspace(
      log.table.keys,
      (index) => this.#load(index),
      async (index, files) => {
        const record = log.table.record(index);
        if (log.isInRdb(record)) return readRdbValue(log, record, files);
        return {
          type: 'string',
          bytes: await files.read(record.file, record.valueOffset, record.valueLength),
        };
      },
    );
    this.#replay = new Replay(log, this.#keys, (args) => applyFunction(log, args), again);
    this.#totalBytes = layout.parts.reduce((bytes, { size }) => bytes + size, 0);
  }

  get #hasCommands(): boolean {
    return this.#layout.parts.some(({ role }) => role !== 'rdb');
  }

  /** The log, or a file with what it takes to read it. */
  async read(): Promise<RedisLog | [string, Reread]> {
    const log = this.#log;
    for (const { file, reason } of this.#layout.problems)
      log.take('corrupt', { file, offset: 0, length: 0, reason });
    if (this.#hasCommands) log.keyspace = this.#keys;
    try {
      for (const part of this.#layout.parts) {
        const reread = await this.#readPart(part);
        if (reread) return [part.name, reread];
        if (log.table.count >= this.#again.until) break;
      }
    } finally {
      for (const handle of this.#handles) await handle.close();
    }
    log.soundness = this.#soundness();
    log.libraries.sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#options.onProgress?.(this.#totalBytes, this.#totalBytes);
    this.#options.onSlice?.(log);
    return log;
  }

  async #readPart(part: Part): Promise<Reread | null> {
    const { fileSystem } = this.#options;
    const log = this.#log;
    const handle = await fileSystem.open(join(log.directory, part.name), 'read');
    this.#handles.push(handle);
    const size = await handle.size();
    const rdb = part.role === 'rdb' || (await beginsAsRdb(handle));
    const file = log.addFile({
      name: part.name,
      kind: rdb && isAlone(part) ? 'snapshot' : 'log',
      size,
      sealed: part.role === 'rdb',
    });
    const last = part === this.#layout.parts.at(-1);
    const place = { log, file, handle, size, last, doneBytes: this.#doneBytes, totalBytes: this.#totalBytes };
    let from: number | null = 0;
    if (rdb) {
      const end = await this.#readRdb(part, place);
      if ('again' in end) return end.again;
      from = end.end;
    }
    if (part.role !== 'rdb' && from !== null) {
      await readAof({ ...place, replay: this.#replay, from, until: this.#again.until }, this.#options);
    }
    this.#doneBytes += size;
    return null;
  }

  /** The keys of an RDB that commands follow are what the commands begin with. */
  async #readRdb(part: Part, place: Omit<Parameters<typeof readRdb>[0], 'alone' | 'with'>) {
    const { log, file, size } = place;
    const first = log.table.count;
    const alone = isAlone(part);
    if (this.#hasCommands) log.beginFrame({ file, offset: 0, length: size });
    const end = await readRdb(
      { ...place, alone, with: this.#again.with.get(part.name) ?? null },
      this.#options,
    );
    if (this.#hasCommands && !('again' in end)) this.#takeKeys(first);
    if (!alone && 'end' in end && end.end !== null) log.endPreamble(file, end.end);
    return end;
  }

  #takeKeys(first: number): void {
    for (let index = first; index < this.#log.table.count; index++) {
      const { op, status, expireAt } = this.#log.table.record(index);
      if (op === 'set' && status !== 'damaged')
        this.#keys.take(this.#log.table.keyId(index), index, expireAt);
    }
  }

  /** A value that a command needs, while the files are open. */
  #load(index: number): RedisValue {
    const record = this.#log.table.record(index);
    if (!this.#log.isInRdb(record)) {
      const { file, valueOffset: offset, valueLength: length } = record;
      return { type: 'string', bytes: this.#bytes({ file, offset, length }) };
    }
    const value = decodeRdbRecord(this.#log, record, this.#bytes(record));
    if (value === null) throw changedMeanwhile();
    return value;
  }

  #bytes({ file, offset, length }: { file: number; offset: number; length: number }): Uint8Array {
    const bytes = new Uint8Array(length);
    if ((this.#handles[file]?.readSync(bytes, offset) ?? 0) < length) throw changedMeanwhile();
    return bytes;
  }

  /** What no damage found means: an RDB is proven by its checksum, and commands are only well-formed. */
  #soundness(): string {
    const log = this.#log;
    const parts: string[] = [];
    for (const [file, { checksum, end }] of log.rdbs) {
      const { name = '', size = 0 } = log.files[file] ?? {};
      if (checksum === 'holds') parts.push(`the checksum of ${name} holds`);
      else
        parts.push(
          `that ${name} is sound cannot be proven: ${checksum === 'off' ? 'its checksum was switched off' : 'its version has no checksum'}`,
        );
      if (!this.#hasCommands && end < size)
        parts.push(`${size - end} bytes behind its end are not looked at`);
    }
    if (this.#hasCommands)
      parts.push('all commands are well-formed, which is all that a log without checksums can show');
    const { unknownDeadlines } = this.#replay;
    if (unknownDeadlines > 0)
      parts.push(
        `${plural(unknownDeadlines, 'deadline')} cannot be known, being relative to when a command ran`,
      );
    const text = parts.join('; ');
    return text.charAt(0).toUpperCase() + text.slice(1);
  }
}

/** Whether nothing is ever appended to a part. */
const isAlone = ({ role, name }: Part): boolean => role === 'rdb' || name.endsWith('.rdb');
