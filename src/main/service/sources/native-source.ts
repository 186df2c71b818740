import { basename } from 'node:path';
import type { SourceInfo, SourceStatus } from '../../../shared/contract/source.ts';
import { databaseKey } from '../../../shared/database-key.ts';
import type { Capability } from '../../../shared/model.ts';
import type { OpenOptions, Store } from '../../engine/api.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Format } from '../../formats/log/format.ts';
import type { LiveKey } from '../../formats/log/live-key.ts';
import { Listeners } from '../listeners.ts';
import { LogReader } from './log-reader.ts';
import { liveInLog } from './log-value.ts';
import { maintenanceFaceOf, writeFaceOf } from './native-faces.ts';
import { NativeKeys } from './native-keys.ts';
import { recordInLog, valueInStore } from './native-value.ts';
import { listenTo, type OpenedStore, openStore } from './opened-store.ts';
import type { KeySet, LogReading, MaintenanceFace, Source, ValueFacts, WriteFace } from './source.ts';
import { VersionCounts } from './version-counts.ts';

interface NativeOptions {
  id: string;
  path: string;
  reader: Format;
  fileSystem: FileSystem;
  /** Why it is opened read-only, if it is; reasons that the engine finds are its own. */
  readOnlyReason: string | null;
  options: OpenOptions;
}

/** A Walscope directory over the engine, open for writing wherever that is possible. */
export class NativeSource implements Source {
  readonly format = 'walscope';
  readonly id: string;
  readonly path: string;
  readonly reader: Format;
  readonly write: WriteFace;
  readonly maintenance: MaintenanceFace;
  readonly #options: NativeOptions;
  readonly #log: LogReader;
  readonly #versions: VersionCounts;
  readonly #keysChanged = new Listeners();
  readonly #statusChanged = new Listeners();
  readonly #infoChanged = new Listeners();
  #opened: OpenedStore;
  #openMs: number;
  #unlisten: () => void;
  readonly #keys: NativeKeys;

  private constructor(options: NativeOptions, opened: OpenedStore, openMs: number) {
    this.id = options.id;
    this.path = options.path;
    this.reader = options.reader;
    this.#options = options;
    this.#opened = opened;
    this.#openMs = openMs;
    this.#log = new LogReader(options.reader, options.path, options.fileSystem);
    this.#versions = new VersionCounts(this.#log);
    this.#keys = new NativeKeys(() => this.#store, this.#versions);
    this.#unlisten = this.#listen(opened);
    this.#log.onChange(() => this.#countVersions());
    this.write = writeFaceOf({
      store: () => this.#store,
      place: () => this.#opened.place,
    });
    this.maintenance = maintenanceFaceOf(() => this.#store);
  }

  static async open(options: NativeOptions): Promise<NativeSource> {
    const started = performance.now();
    const opened = await openStore(options.path, options.fileSystem, options.options);
    const source = new NativeSource(options, opened, performance.now() - started);
    source.#keys.orderAhead();
    return source;
  }

  get capabilities(): ReadonlySet<Capability> {
    const able = new Set<Capability>([
      'read',
      'ttl',
      'timeline',
      'history',
      'verify',
      'crash',
      'convert',
      'server',
    ]);
    if (!this.#readOnly) for (const more of ['write', 'durability', 'maintenance'] as const) able.add(more);
    if (this.#store.recovery.verdict.recordsSalvageable > 0) able.add('salvage');
    return able;
  }

  opened(): OpenedStore {
    return this.#opened;
  }

  info(): SourceInfo {
    const { recovery, holderPid } = this.#store;
    return {
      id: this.id,
      path: this.path,
      name: basename(this.path),
      format: this.format,
      formatTitle: this.reader.title,
      capabilities: [...this.capabilities],
      readOnly: this.#readOnly,
      readOnlyReason: this.#readOnlyReason,
      forensic: this.#options.readOnlyReason !== null || holderPid !== null,
      verdict: recovery.verdict,
      openMs: this.#openMs,
      holderPid,
      status: this.status(),
    };
  }

  status(): SourceStatus {
    const { keys, records, sizeBytes, liveBytes, durability } = this.#store.stats();
    return {
      source: this.id,
      keys,
      exact: true,
      records,
      sizeBytes,
      liveBytes,
      readOnly: this.#readOnly,
      readOnlyReason: this.#readOnlyReason,
      missing: this.#opened.place.wasGone,
      reading: null,
      durability,
    };
  }

  keys(
    options: { onProgress?: (done: number, total: number) => void; versions?: boolean } = {},
  ): Promise<KeySet> {
    return this.#keys.inOrder(options);
  }

  unorderedKeys(): Promise<KeySet | null> {
    return this.#keys.unordered();
  }

  async value(key: Uint8Array, offset: number, length: number): Promise<ValueFacts | null> {
    const facts = await valueInStore(this.#store, this.#options.fileSystem, key, { offset, length });
    if (!facts) return null;
    const inLog = recordInLog(this.#log.exact ? this.#log.current : null, key, facts.seq);
    return {
      ...facts,
      versions: this.#versions.of(key, facts.seq),
      timeMs: inLog?.timeMs ?? null,
      recordIndex: inLog?.recordIndex ?? null,
    };
  }

  async *live(options: { salvage?: boolean; signal?: AbortSignal } = {}): AsyncGenerator<LiveKey> {
    if (options.salvage) {
      yield* liveInLog(await this.#log.whole, this.#options.fileSystem, options);
      return;
    }
    for await (const { key, value, expireAt, type = 'string' } of this.#store.scan()) {
      options.signal?.throwIfAborted();
      yield { ...databaseKey(key), type, value, expireAt };
    }
  }

  log(): LogReading {
    return this.#log;
  }

  async acceptDamage(): Promise<void> {
    const { path, fileSystem, options } = this.#options;
    await this.#store.close();
    const started = performance.now();
    try {
      const how = { ...options, readOnly: false, acceptDamage: true };
      this.#replaceStore(await openStore(path, fileSystem, how));
    } catch (error) {
      this.#replaceStore(await openStore(path, fileSystem, { ...options, readOnly: true }));
      throw error;
    } finally {
      this.#openMs = performance.now() - started;
    }
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
    this.#unlisten();
    this.#log.close();
    this.#keys.drop();
    await this.#store.close();
  }

  get #store(): Store {
    return this.#opened.store;
  }

  /** A full disk leaves it writable, whoever met it: the engine refuses until there is space, and looks for it at each save. */
  get #readOnly(): boolean {
    return this.#store.readOnly && !this.#store.readOnlyForNow;
  }

  get #readOnlyReason(): string | null {
    if (!this.#readOnly) return null;
    return this.#options.readOnlyReason ?? this.#store.readOnlyReason;
  }

  #listen(opened: OpenedStore): () => void {
    return listenTo(opened, {
      onWritten: () => this.#changed(),
      onDurability: () => {
        this.#statusChanged.call();
        this.#log.invalidate();
      },
      onFiles: () => this.#changed(),
      onReadOnly: () => this.#infoChanged.call(),
      onPlace: () => this.#statusChanged.call(),
    });
  }

  #changed(): void {
    this.#keys.outdate();
    this.#log.invalidate();
    this.#keysChanged.call();
  }

  #replaceStore(opened: OpenedStore): void {
    this.#unlisten();
    this.#opened = opened;
    this.#unlisten = this.#listen(opened);
    this.#changed();
    this.#infoChanged.call();
  }

  /** Rows show versions once the log has been read to its end. */
  #countVersions(): void {
    if (!this.#log.exact) return;
    this.#versions.know().then(
      () => this.#keysChanged.call(),
      () => undefined,
    );
  }
}
