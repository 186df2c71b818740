import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SourceInfo, SourceStatus } from '../../../shared/contract/source.ts';
import type { Capability, FormatId, Verdict } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { changedShapes } from '../../formats/log/changed-shapes.ts';
import type { Format, FunctionLibrary, LiveKey, Log } from '../../formats/log/log.ts';
import { Listeners } from '../listeners.ts';
import { OpenedPlace } from '../storage/opened-place.ts';
import { asWalscopeError } from '../walscope-error.ts';
import { countVersions, type LogCensus, logKeySet, orderCensus, takeCensus } from './log-keys.ts';
import { LogReader } from './log-reader.ts';
import { liveInLog, valueInLog } from './log-value.ts';
import { readForAMoment } from './read-for-a-moment.ts';
import type { KeySet, LogReading, Source, ValueFacts } from './source.ts';

const readOnlyReason =
  'Another engine’s directory is only looked at: nothing in it changes. Convert it to edit.';

/** How often the files of an open directory are looked at, in ms; reading them anew takes no more than a fifth of a processor. */
const pace = { lookEveryMs: 1000, restPerRead: 4 };
/** Its keys are counted anew when there are this many times as many as the last time. */
const recountGrowth = 2;

/** A directory of any format, or a file by itself, that is only looked at: no write, no lock file, no changed time stamp. */
export class ForensicSource implements Source {
  readonly id: string;
  readonly path: string;
  readonly format: FormatId;
  readonly reader: Format;
  readonly #fileSystem: FileSystem;
  readonly #log: LogReader;
  readonly #place: OpenedPlace;
  readonly #openMs: number;
  readonly #reason: string;
  readonly #keysChanged = new Listeners();
  readonly #statusChanged = new Listeners();
  readonly #infoChanged = new Listeners();
  /** What keys and values are read from: part of the log at first, then all of it. */
  #read: Log;
  #census: LogCensus;
  #state: 'reading' | 'read' | 'stopped' | 'failed';
  /** Why reading has failed, in a sentence. */
  #failure = '';
  #counting = false;
  #keys: Promise<KeySet> | null = null;
  readonly ready?: Promise<void>;
  readonly #closed = new AbortController();

  private constructor(parts: {
    id: string;
    path: string;
    reader: Format;
    fileSystem: FileSystem;
    log: LogReader;
    read: Log;
    census: LogCensus;
    whole: boolean;
    openMs: number;
    readSinceMs: number;
    reason: string;
  }) {
    this.id = parts.id;
    this.path = parts.path;
    this.reader = parts.reader;
    this.format = parts.reader.id;
    this.#fileSystem = parts.fileSystem;
    this.#log = parts.log;
    this.#place = OpenedPlace.ofWhatever(parts.path, parts.fileSystem);
    this.#place.watch(() => this.#statusChanged.call());
    this.#read = parts.read;
    this.#census = parts.census;
    this.#state = parts.whole ? 'read' : 'reading';
    this.#openMs = parts.openMs;
    this.#reason = parts.reason;
    if (!parts.whole) this.ready = this.#readOn();
    void this.#follow(parts.readSinceMs);
  }

  /** Resolves when all has been read, or after a moment with what has been read by then. */
  static async open(options: {
    id: string;
    path: string;
    /** What the reader reads, which for a file by itself is not quite its path. */
    directory: string;
    reader: Format;
    fileSystem: FileSystem;
    /** Why it is read-only, in a sentence; by default, because it is another engine's. */
    reason?: string;
  }): Promise<ForensicSource> {
    const started = performance.now();
    const readSinceMs = Date.now();
    const log = new LogReader(options.reader, options.directory, options.fileSystem);
    log.start();
    const { read, whole } = await readForAMoment(log);
    return new ForensicSource({
      ...options,
      reason: options.reason ?? readOnlyReason,
      log,
      read,
      census: await takeCensus(read.table),
      whole,
      openMs: performance.now() - started,
      readSinceMs,
    });
  }

  get capabilities(): ReadonlySet<Capability> {
    return forensicCapabilities(this.#read);
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
      verdict: this.#verdict(),
      openMs: this.#openMs,
      holderPid: null,
      status: this.status(),
    };
  }

  status(): SourceStatus {
    const { readBytes, totalBytes } = this.#log;
    return {
      source: this.id,
      keys: this.#census.ids.length,
      exact: this.#state === 'read',
      records: this.#read.table.count,
      sizeBytes: this.#read.sizeBytes,
      liveBytes: this.#census.liveBytes,
      readOnly: true,
      readOnlyReason: this.#reason,
      missing: this.#place.wasGone,
      reading: this.#state === 'reading' ? { done: readBytes, total: totalBytes } : null,
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

  stopReading(): void {
    this.#log.cancel();
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
    this.#closed.abort();
    this.#place.stop();
    this.#log.close();
  }

  #verdict(): Verdict {
    const { verdict } = this.#read;
    if (this.#state === 'read') return verdict;
    const rest = 'what had been read is shown, and nothing is known of the rest.';
    const sentences = {
      reading: 'It is still being read: what has been read is shown.',
      stopped: `Reading was stopped: ${rest}`,
      failed: `Reading has failed: ${rest} ${this.#failure}`,
    };
    return { ...verdict, sentence: sentences[this.#state] };
  }

  /** Takes in what is read, now and then, and in the end all of it. Never rejects. */
  async #readOn(): Promise<void> {
    const unlisten = this.#log.onChange(() => {
      this.#statusChanged.call();
      void this.#recount();
    });
    try {
      await this.#take(await this.#log.whole);
      this.#state = 'read';
    } catch (error) {
      const { code, message } = asWalscopeError(error);
      // What was read since the keys were counted last counts as well.
      if (this.#log.current) await this.#take(this.#log.current);
      this.#state = code === 'CANCELLED' ? 'stopped' : 'failed';
      this.#failure = message;
    } finally {
      unlisten();
    }
    this.#tellAll();
  }

  /** Has the directory read again whenever its engine, or somebody else, has written to it. Never rejects. */
  async #follow(readSinceMs: number): Promise<void> {
    await this.ready;
    while (this.#state === 'failed' && (await this.#cameBack())) await this.#readAgain();
    if (this.#state !== 'read') return;
    const watched = {
      ...pace,
      keepsProcess: false,
      reader: this.reader,
      fileSystem: this.#fileSystem,
      readSinceMs,
    };
    const { signal } = this.#closed;
    for await (const change of changedShapes({ ...watched, signal, log: () => this.#read })) {
      // What is not there is not read as empty: what was read stays.
      if (await this.#place.isGone()) continue;
      this.#log.invalidate();
      try {
        await this.#take(await this.#log.whole);
      } catch {
        // An engine that swaps its files may be met half way. What was read stays until they can be read again.
        continue;
      }
      change.taken();
      this.#tellAll();
    }
  }

  /** Whether it was gone, and is where it was again; waits for that until it is closed. */
  async #cameBack(): Promise<boolean> {
    const { signal } = this.#closed;
    if (!(await this.#place.isGone())) return false;
    while (!signal.aborted) {
      await wait(pace.lookEveryMs, undefined, { ref: false, signal }).catch(() => undefined);
      if (!(await this.#place.isGone())) return true;
    }
    return false;
  }

  async #readAgain(): Promise<void> {
    this.#state = 'reading';
    this.#tellAll();
    await this.#readOn();
  }

  #tellAll(): void {
    this.#keysChanged.call();
    this.#infoChanged.call();
    this.#statusChanged.call();
  }

  /** A log that is begun anew, since it takes more to read it, is taken once it has come as far. */
  async #recount(): Promise<void> {
    const { current } = this.#log;
    if (this.#counting || this.#state !== 'reading' || current === null) return;
    const counted = this.#census.ids.length;
    if (current.table.count < Math.max(1, counted) * recountGrowth) return;
    this.#counting = true;
    try {
      await this.#take(current);
    } finally {
      this.#counting = false;
    }
    this.#keysChanged.call();
  }

  async #take(log: Log): Promise<void> {
    const census = await takeCensus(log.table);
    this.#read = log;
    this.#census = census;
    this.#keys = null;
  }

  async #orderKeys(onProgress?: (done: number, total: number) => void): Promise<KeySet> {
    const read = this.#read;
    const ids = await orderCensus(read.table, this.#census, onProgress ? { onProgress } : {});
    return logKeySet(read, ids, await countVersions(read.table));
  }
}

function forensicCapabilities(log: Log): Set<Capability> {
  const able = new Set<Capability>(['read', 'timeline', 'history', 'verify', 'crash', 'convert']);
  if (log.verdict.recordsSalvageable > 0) able.add('salvage');
  return able;
}
