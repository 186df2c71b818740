import type { Log } from '../../formats/log/log.ts';
import { countVersions } from './log-keys.ts';
import type { LogReader } from './log-reader.ts';

/** How many records of a key its log still holds, as far as the log has been read. */
export class VersionCounts {
  readonly #reader: LogReader;
  #counted: { log: Log; versions: Uint32Array } | null = null;
  #counting: { log: Log; done: Promise<void> } | null = null;

  constructor(reader: LogReader) {
    this.#reader = reader;
  }

  /** Resolves when the versions of all keys are known. */
  async know(): Promise<void> {
    const log = await this.#reader.whole;
    if (this.#counted?.log === log) return;
    if (this.#counting?.log !== log) this.#counting = { log, done: this.#count(log) };
    await this.#counting.done;
  }

  /** 0 while it is not known of the record with number `seq`. */
  of(key: Uint8Array, seq: number): number {
    if (!this.#counted) return 0;
    const { log, versions } = this.#counted;
    const index = log.table.newest(key);
    if (index < 0 || log.table.record(index).seq !== seq) return 0;
    return versions[index] ?? 0;
  }

  async #count(log: Log): Promise<void> {
    const versions = await countVersions(log.table);
    this.#counted = { log, versions };
  }
}
