import type { Log } from '../../formats/log/log.ts';
import { newestOfStored } from '../../formats/log/stored-key.ts';
import { countVersions } from './log-keys.ts';
import type { LogReader } from './log-reader.ts';

interface Counted {
  log: Log;
  versions: Uint32Array;
}

/** How many records of a key its log still holds, as far as the log has been read. */
export class VersionCounts {
  readonly #reader: LogReader;
  #counted: Counted | null = null;
  #counting: Promise<void> = Promise.resolve();

  constructor(reader: LogReader) {
    this.#reader = reader;
  }

  /** Resolves when the versions of all keys are known. */
  async know(): Promise<void> {
    const log = await this.#reader.whole;
    this.#counting = this.#counting.then(() => this.#count(log));
    await this.#counting;
  }

  /** 0 while it is not known of the record with number `seq`. */
  of(key: Uint8Array, seq: number): number {
    if (!this.#counted) return 0;
    const { log, versions } = this.#counted;
    const index = newestOfStored(log.table, key);
    if (index < 0 || log.table.record(index).seq !== seq) return 0;
    return versions[index] ?? 0;
  }

  /** A log that has grown since is counted on from where it ended. */
  async #count(log: Log): Promise<void> {
    const before = this.#counted?.log === log ? this.#counted.versions : new Uint32Array(0);
    if (before.length === log.table.count) return;
    this.#counted = { log, versions: await countVersions(log.table, before) };
  }
}
