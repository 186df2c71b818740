import { equalBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { ForensicLog } from '../log/forensic-log.ts';
import type { FunctionLibrary } from '../log/live-key.ts';
import type { LogRecord, ValueSession } from '../log/log.ts';
import { LogFileReader } from '../log/read-values.ts';
import type { Keyspace } from './aof/keyspace.ts';
import type { Flaw } from './aof/loose-command.ts';
import { ByteInput, RdbFault } from './rdb/byte-input.ts';
import { decodeValue } from './rdb/decode-value.ts';
import { readString, skipString } from './rdb/primitives.ts';
import { type RdbInfo, scoreStyleOf } from './rdb/rdb-info.ts';
import type { ScoreStyle } from './score-text.ts';
import type { RedisValue } from './value.ts';
import { valueContent } from './value-json.ts';

/** One bit of a file that is not as it was written: what is read through it is read with the bit turned back. */
export interface FlippedBit {
  file: number;
  offset: number;
  bit: number;
}

/** No more of them are offered to be set right one by one. */
const maxFlawsKept = 1000;

/** A Redis directory as far as it has been read: RDB, append-only file, or both. */
export class RedisLog extends ForensicLog {
  /** By number of the file: the RDB that it is, or begins with. */
  readonly rdbs = new Map<number, RdbInfo>();
  libraries: FunctionLibrary[] = [];
  /** What the commands read so far add up to; null where there are none. */
  keyspace: Keyspace | null = null;
  flipped: FlippedBit | null = null;
  /** Damaged bytes that Redis passes over, by file and offset: what should stand there. */
  readonly #flaws = new Map<string, Flaw>();
  /** Reads the directory again up to a record, whose value is then the newest of its key. */
  rereadTo: ((count: number, fileSystem: FileSystem) => Promise<RedisLog>) | null = null;

  constructor(directory: string, options: { framed: boolean }) {
    super('redis', directory, options);
  }

  get scores(): ScoreStyle {
    const [first] = this.rdbs.values();
    return first ? scoreStyleOf(first) : 'digits-17';
  }

  openValues(fileSystem: FileSystem): ValueSession {
    return new RedisValues(this, fileSystem);
  }

  /** What was taken for sound, from record `first` on, turns out not to be proven. */
  demote(first: number): void {
    const demoted = this.table.demote(first);
    this.replayed -= demoted;
    this.behind += demoted;
  }

  /** Names bytes that are damaged and that Redis does not look at: all that they stand in counts. */
  takeFlaw(file: number, flaw: Flaw): void {
    const { name } = this.files[file] as { name: string };
    const { offset, length, reason } = flaw;
    this.takePassed({ file: name, offset, length, reason });
    if (this.#flaws.size < maxFlawsKept) this.#flaws.set(`${offset} ${name}`, flaw);
  }

  flawAt(file: string, offset: number): Flaw | null {
    return this.#flaws.get(`${offset} ${file}`) ?? null;
  }

  isInRdb({ file, offset }: Pick<LogRecord, 'file' | 'offset'>): boolean {
    const rdb = this.rdbs.get(file);
    return rdb !== undefined && (rdb.end === 0 || offset < rdb.end);
  }
}

class RedisValues implements ValueSession {
  readonly #log: RedisLog;
  readonly #fileSystem: FileSystem;
  readonly #files: LogFileReader;

  constructor(log: RedisLog, fileSystem: FileSystem) {
    this.#log = log;
    this.#fileSystem = fileSystem;
    this.#files = new LogFileReader(log, fileSystem);
  }

  async read(index: number): Promise<Uint8Array> {
    const record = this.#log.table.record(index);
    const value = this.#log.isInRdb(record)
      ? await this.#decode(record)
      : await this.#replayed(index, record);
    return valueContent(value, { scores: this.#log.scores, nowMs: Date.now() });
  }

  close(): Promise<void> {
    return this.#files.close();
  }

  #decode(record: LogRecord): Promise<RedisValue> {
    return readRdbValue(this.#log, record, this.#files);
  }

  /** The newest value of a key is at hand; for an older one the log is replayed up to it. */
  async #replayed(index: number, record: LogRecord): Promise<RedisValue> {
    const log = this.#log;
    const isNewest = log.table.newest(record.key, true, record.db) === index;
    const source = isNewest ? log : await log.rereadTo?.(index + 1, this.#fileSystem);
    const value = await source?.keyspace?.valueOf(record.db, record.key, this.#files);
    if (!value) throw this.#files.changed(record.file);
    return value;
  }
}

/**
 * Reads and decodes the value of a record of an RDB. Throws CONFLICT when it is not what was read before, and CORRUPT
 * when it is and cannot be decoded: a checksum proves only that it was written so.
 */
export async function readRdbValue(
  log: RedisLog,
  record: LogRecord,
  files: LogFileReader,
): Promise<RedisValue> {
  const bytes = await files.read(record.file, record.offset, record.length);
  const value = decodeRdbRecord(log, record, bytes);
  if (value !== null) return value;
  if (!isSameKey(record, bytes)) throw files.changed(record.file);
  const { name = '' } = log.files[record.file] ?? {};
  throw new WalscopeError(
    'CORRUPT',
    `The value at offset ${record.offset} of ${name} is damaged: verify the directory, or look at its bytes in the timeline.`,
  );
}

/**
 * The value in a record's bytes; null when it cannot be decoded. One that a flipped bit lies in is read as it stands
 * if that gives a value of the same type and length, and with the bit turned back otherwise.
 */
export function decodeRdbRecord(log: RedisLog, record: LogRecord, bytes: Uint8Array): RedisValue | null {
  const asItStands = decodeBytes(log, record, bytes);
  if (asItStands !== null || log.flipped?.file !== record.file) return asItStands;
  const at = log.flipped.offset - record.offset;
  if (at < 0 || at >= bytes.length) return null;
  const turned = Uint8Array.from(bytes);
  turned[at] = (turned[at] as number) ^ (1 << log.flipped.bit);
  return decodeBytes(log, record, turned);
}

function isSameKey({ headerLength, key }: LogRecord, bytes: Uint8Array): boolean {
  try {
    return equalBytes(readString(ByteInput.over(bytes.subarray(headerLength))), key);
  } catch (error) {
    if (error instanceof RdbFault) return false;
    throw error;
  }
}

function decodeBytes(log: RedisLog, record: LogRecord, bytes: Uint8Array): RedisValue | null {
  const input = ByteInput.over(bytes);
  try {
    input.skip(record.headerLength - 1);
    const type = input.byte();
    skipString(input);
    const value = decodeValue(input, type, log.rdbs.get(record.file) ?? { valkey: false });
    return input.left === 0 && value.type === record.type ? value : null;
  } catch (error) {
    if (error instanceof RdbFault) return null;
    throw error;
  }
}
