import { basename } from 'node:path';
import type { SourceInfo, SourceStatus } from '../../../shared/contract/source.ts';
import type { Capability, FormatId } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Format, FunctionLibrary, LiveKey, Log } from '../../formats/log/log.ts';
import { Listeners } from '../listeners.ts';
import { countVersions, type LogCensus, logKeySet, orderCensus, takeCensus } from './log-keys.ts';
import { LogReader } from './log-reader.ts';
import { liveInLog, valueInLog } from './log-value.ts';
import type { KeySet, LogReading, Source, ValueFacts } from './source.ts';

const readOnlyReason =
  'Another engine’s directory is only looked at: nothing in it changes. Convert it to edit.';

/** A directory of any format that is only looked at: no write, no lock file, no changed time stamp. */
export class ForensicSource implements Source {
  readonly id: string;
  readonly path: string;
  readonly format: FormatId;
  readonly reader: Format;
  readonly capabilities: ReadonlySet<Capability>;
  readonly #fileSystem: FileSystem;
  readonly #log: LogReader;
  readonly #read: Log;
  readonly #census: LogCensus;
  readonly #openMs: number;
  readonly #reason: string;
  readonly #never = new Listeners();
  #keys: Promise<KeySet> | null = null;

  private constructor(parts: {
    id: string;
    path: string;
    reader: Format;
    fileSystem: FileSystem;
    log: LogReader;
    read: Log;
    census: LogCensus;
    openMs: number;
    reason: string;
  }) {
    this.id = parts.id;
    this.path = parts.path;
    this.reader = parts.reader;
    this.format = parts.reader.id;
    this.#fileSystem = parts.fileSystem;
    this.#log = parts.log;
    this.#read = parts.read;
    this.#census = parts.census;
    this.#openMs = parts.openMs;
    this.#reason = parts.reason;
    this.capabilities = forensicCapabilities(parts.read);
  }

  /** Reads the whole log first: what a directory holds is not known before. */
  static async open(options: {
    id: string;
    path: string;
    reader: Format;
    fileSystem: FileSystem;
    /** Why it is read-only, in a sentence; by default, because it is another engine's. */
    reason?: string;
  }): Promise<ForensicSource> {
    const started = performance.now();
    const log = new LogReader(options.reader, options.path, options.fileSystem);
    log.start();
    const read = await log.whole;
    const census = await takeCensus(read.table);
    return new ForensicSource({
      ...options,
      reason: options.reason ?? readOnlyReason,
      log,
      read,
      census,
      openMs: performance.now() - started,
    });
  }

  get libraries(): readonly FunctionLibrary[] {
    return this.#read.libraries ?? [];
  }

  info(): SourceInfo {
    return {
      id: this.id,
      path: this.path,
      name: basename(this.path),
      format: this.format,
      formatTitle: this.reader.title,
      capabilities: [...this.capabilities],
      readOnly: true,
      readOnlyReason: this.#reason,
      forensic: true,
      verdict: this.#read.verdict,
      openMs: this.#openMs,
      holderPid: null,
      status: this.status(),
    };
  }

  status(): SourceStatus {
    return {
      source: this.id,
      keys: this.#census.ids.length,
      exact: true,
      records: this.#read.table.count,
      sizeBytes: this.#read.sizeBytes,
      liveBytes: this.#census.liveBytes,
      readOnly: true,
      readOnlyReason: this.#reason,
      durability: null,
    };
  }

  keys(options: { onProgress?: (done: number, total: number) => void } = {}): Promise<KeySet> {
    this.#keys ??= this.#orderKeys(options.onProgress).catch((error) => {
      this.#keys = null;
      throw error;
    });
    return this.#keys;
  }

  async unorderedKeys(): Promise<KeySet | null> {
    return this.#keys ? null : logKeySet(this.#read, this.#census.ids, new Uint32Array(0));
  }

  value(key: Uint8Array, offset: number, length: number): Promise<ValueFacts | null> {
    return valueInLog(this.#read, this.reader, this.#fileSystem, key, { offset, length });
  }

  live(options?: { salvage?: boolean; signal?: AbortSignal }): AsyncIterable<LiveKey> {
    return liveInLog(this.#read, this.#fileSystem, options);
  }

  log(): LogReading {
    return this.#log;
  }

  onKeys(listener: () => void): () => void {
    return this.#never.add(listener);
  }

  onStatus(listener: () => void): () => void {
    return this.#never.add(listener);
  }

  onInfo(listener: () => void): () => void {
    return this.#never.add(listener);
  }

  async close(): Promise<void> {
    this.#log.close();
  }

  async #orderKeys(onProgress?: (done: number, total: number) => void): Promise<KeySet> {
    const ids = await orderCensus(this.#read.table, this.#census, onProgress ? { onProgress } : {});
    return logKeySet(this.#read, ids, await countVersions(this.#read.table));
  }
}

function forensicCapabilities(log: Log): Set<Capability> {
  const able = new Set<Capability>(['read', 'timeline', 'history', 'verify', 'crash', 'convert']);
  if (log.verdict.recordsSalvageable > 0) able.add('salvage');
  return able;
}
