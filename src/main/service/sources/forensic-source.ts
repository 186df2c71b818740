import { basename } from 'node:path';
import type { SourceInfo, SourceStatus } from '../../../shared/contract/source.ts';
import type { Capability, FormatId, Verdict } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Format } from '../../formats/log/format.ts';
import type { FunctionLibrary, LiveKey } from '../../formats/log/live-key.ts';
import type { Log } from '../../formats/log/log.ts';
import { Listeners } from '../listeners.ts';
import { OpenedPlace } from '../storage/opened-place.ts';
import { countVersions, logKeySet, orderCensus } from './log-keys.ts';
import { liveInLog, valueInLog } from './log-value.ts';
import type { KeySet, LogReading, Source, ValueFacts } from './source.ts';
import { TakenLog } from './taken-log.ts';

const readOnlyReason =
  'Another engine’s directory is only looked at: nothing in it changes. Convert it to edit.';

interface ForensicOptions {
  id: string;
  path: string;
  /** What the reader reads, which for a file by itself is not quite its path. */
  directory: string;
  reader: Format;
  fileSystem: FileSystem;
  /** Why it is read-only, in a sentence; by default, because it is another engine's. */
  reason?: string;
}

/** A directory of any format, or a file by itself, that is only looked at: no write, no lock file, no changed time stamp. */
export class ForensicSource implements Source {
  readonly id: string;
  readonly path: string;
  readonly format: FormatId;
  readonly reader: Format;
  readonly #fileSystem: FileSystem;
  readonly #taken: TakenLog;
  readonly #place: OpenedPlace;
  readonly #openMs: number;
  readonly #reason: string;
  readonly #keysChanged = new Listeners();
  readonly #statusChanged = new Listeners();
  readonly #infoChanged = new Listeners();
  #keys: Promise<KeySet> | null = null;
  readonly ready?: Promise<void>;

  private constructor(options: ForensicOptions, taken: TakenLog, place: OpenedPlace, openMs: number) {
    this.id = options.id;
    this.path = options.path;
    this.reader = options.reader;
    this.format = options.reader.id;
    this.#fileSystem = options.fileSystem;
    this.#reason = options.reason ?? readOnlyReason;
    this.#taken = taken;
    this.#place = place;
    place.watch(() => this.#statusChanged.call());
    this.#openMs = openMs;
    const ready = taken.follow({
      onTaken: () => {
        this.#keys = null;
      },
      onKeys: () => this.#keysChanged.call(),
      onStatus: () => this.#statusChanged.call(),
      onInfo: () => this.#infoChanged.call(),
    });
    if (ready) this.ready = ready;
  }

  /** Resolves when all has been read, or after a moment with what has been read by then. */
  static async open(options: ForensicOptions): Promise<ForensicSource> {
    const started = performance.now();
    const { path, directory, reader, fileSystem } = options;
    const place = OpenedPlace.ofWhatever(path, fileSystem);
    const taken = await TakenLog.open(reader, directory, fileSystem, place);
    return new ForensicSource(options, taken, place, performance.now() - started);
  }

  get capabilities(): ReadonlySet<Capability> {
    return forensicCapabilities(this.#taken.log);
  }

  get libraries(): readonly FunctionLibrary[] {
    return this.#taken.log.libraries ?? [];
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
      verdict: this.#verdict(),
      openMs: this.#openMs,
      holderPid: null,
      status: this.status(),
    };
  }

  status(): SourceStatus {
    const { log, census, state, reader } = this.#taken;
    const { readBytes, totalBytes } = reader;
    return {
      source: this.id,
      keys: census.ids.length,
      exact: state === 'read',
      records: log.table.count,
      sizeBytes: log.sizeBytes,
      liveBytes: census.liveBytes,
      readOnly: true,
      readOnlyReason: this.#reason,
      missing: this.#place.wasGone,
      reading: state === 'reading' ? { done: readBytes, total: totalBytes } : null,
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
    const { log, census } = this.#taken;
    return this.#keys ? null : logKeySet(log, census.ids, new Uint32Array(0));
  }

  value(key: Uint8Array, offset: number, length: number): Promise<ValueFacts | null> {
    return valueInLog(this.#taken.log, this.reader, this.#fileSystem, key, { offset, length });
  }

  live(options?: { salvage?: boolean; signal?: AbortSignal }): AsyncIterable<LiveKey> {
    return liveInLog(this.#taken.log, this.#fileSystem, options);
  }

  log(): LogReading {
    return this.#taken.reader;
  }

  stopReading(): void {
    this.#taken.reader.cancel();
  }

  onKeys(listener: () => void): () => void {
    return this.#keysChanged.add(listener);
  }

  onStatus(listener: () => void): () => void {
    return this.#statusChanged.add(listener);
  }

  onInfo(listener: () => void): () => void {
    return this.#infoChanged.add(listener);
  }

  async close(): Promise<void> {
    this.#place.stop();
    this.#taken.close();
  }

  #verdict(): Verdict {
    const { log, state, failure } = this.#taken;
    if (state === 'read') return log.verdict;
    const rest = 'what had been read is shown, and nothing is known of the rest.';
    const sentences = {
      reading: 'It is still being read: what has been read is shown.',
      stopped: `Reading was stopped: ${rest}`,
      failed: `Reading has failed: ${rest} ${failure}`,
    };
    return { ...log.verdict, sentence: sentences[state] };
  }

  async #orderKeys(onProgress?: (done: number, total: number) => void): Promise<KeySet> {
    const { log, census } = this.#taken;
    const ids = await orderCensus(log.table, census, onProgress ? { onProgress } : {});
    return logKeySet(log, ids, await countVersions(log.table));
  }
}

function forensicCapabilities(log: Log): Set<Capability> {
  const able = new Set<Capability>(['read', 'timeline', 'history', 'verify', 'crash', 'convert']);
  if (log.verdict.recordsSalvageable > 0) able.add('salvage');
  return able;
}
