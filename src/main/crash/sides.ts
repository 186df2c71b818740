import { emptyBytes } from '../../shared/bytes.ts';
import type { DirectoryReader } from '../formats/log/directory-reader.ts';
import type { RecordTable } from '../formats/log/log.ts';
import { recordLine } from '../formats/log/record-line.ts';
import { newestOfStored, storedKeyAt } from '../formats/log/stored-key.ts';
import type { ReadDirectory } from './copy-directory.ts';

/** One change of one key. `valueLength` is null for a delete. */
export interface Change {
  key: Uint8Array;
  seq: number | null;
  valueLength: number | null;
}

/** A write that a child process was told is done. */
export interface PromisedWrite {
  key: Uint8Array;
  seq: number;
  valueLength: number;
  /** Its first bytes. */
  preview(): Uint8Array;
}

/** What the log was at the moment of the crash: its first `begun` records, of which `acknowledged` were answered. */
export interface Before extends ReadDirectory {
  begun: number;
  acknowledged: number;
  /** Answered writes that came after all records of the log, each of a key of its own. */
  promised?: readonly PromisedWrite[];
}

export function changeIn(table: RecordTable, index: number): Change {
  const { seq, op, valueLength } = table.record(index);
  return { key: storedKeyAt(table, index), seq, valueLength: op === 'set' ? valueLength : null };
}

/** How a value begins. */
export interface Preview {
  bytes: Uint8Array;
  /** The value, or what changed it last, on one line; empty where its bytes say it. */
  words: string;
}

export const noPreview: Preview = { bytes: emptyBytes, words: '' };

export async function previewIn(
  { log, reader }: ReadDirectory,
  index: number,
  files: DirectoryReader,
): Promise<Preview> {
  const { value, said } = await recordLine(log, reader, index, files);
  // What sets a value brings it as it is; other commands say what they do to it.
  const isAsItIs = said === null || said.verb === 'set' || log.table.record(index).op !== 'set';
  return { bytes: value, words: isAsItIs ? '' : `${said.verb} ${said.words}`.trim() };
}

/** The side of a diff before the crash: records of a log by their index, and behind them the promised writes. */
export class BeforeSide {
  readonly #before: Before;
  readonly #table: RecordTable;
  readonly #promised: readonly PromisedWrite[];
  readonly #promisedKeys: ReadonlySet<string>;

  constructor(before: Before) {
    this.#before = before;
    this.#table = before.log.table;
    this.#promised = before.promised ?? [];
    this.#promisedKeys = new Set(this.#promised.map((write) => nameOf(write.key)));
  }

  change(index: number): Change {
    const write = this.#promised[index - this.#table.count];
    if (!write) return changeIn(this.#table, index);
    return { key: write.key, seq: write.seq, valueLength: write.valueLength };
  }

  async preview(index: number, files: DirectoryReader): Promise<Preview> {
    const write = this.#promised[index - this.#table.count];
    return write ? { bytes: write.preview(), words: '' } : previewIn(this.#before, index, files);
  }

  *newestOfEachKey(): Generator<number> {
    for (const newest of this.#table.newestOfEachKey(true)) {
      const begun = this.#newestAmong(newest, this.#before.begun);
      if (begun < 0) continue;
      const isPromised =
        this.#promisedKeys.size > 0 && this.#promisedKeys.has(nameOf(storedKeyAt(this.#table, begun)));
      if (!isPromised) yield begun;
    }
    for (let i = 0; i < this.#promised.length; i++) yield this.#table.count + i;
  }

  /** The newest change of the same key whose caller had been answered; null when there is none. */
  newestAcknowledged(index: number): Change | null {
    if (index >= this.#table.count) return this.change(index);
    const answered = this.#newestAmong(index, this.#before.acknowledged);
    return answered < 0 ? null : changeIn(this.#table, answered);
  }

  has(key: Uint8Array): boolean {
    if (this.#promisedKeys.size > 0 && this.#promisedKeys.has(nameOf(key))) return true;
    const newest = newestOfStored(this.#table, key, true);
    return newest >= 0 && this.#newestAmong(newest, this.#before.begun) >= 0;
  }

  /** The newest record of the same key that a replay of the first `limit` records yields; -1 when there is none. */
  #newestAmong(from: number, limit: number): number {
    let at = from;
    while (at >= 0 && (at >= limit || this.#table.record(at).status !== 'ok')) at = this.#table.previous(at);
    return at;
  }
}

const nameOf = (key: Uint8Array) => Buffer.from(key).toString('latin1');
