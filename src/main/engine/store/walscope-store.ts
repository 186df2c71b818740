import { emptyBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type {
  Bytes,
  Change,
  ChangeList,
  DurabilityStatus,
  Entry,
  FsyncPolicy,
  KeyPage,
  Location,
  MaintenanceOptions,
  MaintenanceResult,
  OrderedView,
  RecoveryReport,
  SavePoint,
  ScanOptions,
  SetOptions,
  Store,
  StoreEvents,
  StoreStats,
  Verdict,
  View,
  WatchEvent,
  WatchOptions,
  Written,
} from '../api.ts';
import { checkOptions } from '../check-options.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { scanLog } from '../scan/scan-log.ts';
import { throwIfCancelled } from '../scan/slicer.ts';
import { watch } from '../watch/watch.ts';
import { reopenedState, viewedState } from '../watch/whole-state.ts';
import { keyBytes } from './arguments.ts';
import { Closing } from './closing.ts';
import { entryOf } from './entry-of.ts';
import type { EventHub } from './event-hub.ts';
import { getSync } from './get-sync.ts';
import { Moment } from './moment.ts';
import { locationOf, type OrderedViewOptions, orderedView } from './ordered-view.ts';
import { readValue } from './read-value.ts';
import { KeyScan } from './scan-keys.ts';
import type { StoreState } from './store-state.ts';
import { StoreView } from './store-view.ts';
import { readOnlyError, type WriteSide } from './write-side.ts';

export interface StoreParts {
  fileSystem: FileSystem;
  state: StoreState;
  recovery: RecoveryReport;
  events: EventHub;
  /** null when the store was opened read-only, and why. */
  writeSide: WriteSide | null;
  readOnlyReason: string | null;
  holderPid: number | null;
  /** The same directory read-only, as it is by then. */
  reopen: () => Promise<Store>;
}

/** An open store: reads go to the index and the segments, writes to the write side, if there is one. */
export class WalscopeStore implements Store {
  readonly #parts: StoreParts;
  readonly #state: StoreState;
  readonly #closing = new Closing();
  #closed: Promise<void> | null = null;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#state = parts.state;
  }

  get directory(): string {
    return this.#state.directory;
  }

  get recovery(): RecoveryReport {
    return this.#parts.recovery;
  }

  get readOnly(): boolean {
    return this.readOnlyReason !== null;
  }

  get readOnlyReason(): string | null {
    return this.#parts.readOnlyReason ?? this.#parts.writeSide?.health.reason ?? null;
  }

  get readOnlyForNow(): boolean {
    return this.#parts.writeSide?.health.isForNow ?? false;
  }

  get triesAgain(): boolean {
    return this.#parts.writeSide?.health.triesAgain ?? false;
  }

  get holderPid(): number | null {
    return this.#parts.holderPid;
  }

  async get(key: Bytes): Promise<Uint8Array | null> {
    const id = this.#find(key);
    return id < 0 ? null : readValue(this.#state, id);
  }

  getSync(key: Bytes): Uint8Array | null {
    this.#assertOpen();
    return getSync(this.#state, keyBytes(key));
  }

  async entry(key: Bytes): Promise<Entry | null> {
    const id = this.#find(key);
    if (id < 0) return null;
    const { columns } = this.#state.index;
    // Now: while its value is read the key may be set anew.
    const entry = entryOf(columns, id, columns.key(id), emptyBytes);
    return { ...entry, value: await readValue(this.#state, id) };
  }

  locate(key: Bytes): Location | null {
    const id = this.#find(key);
    return id < 0 ? null : locationOf(this.#state, id);
  }

  hasExpired(key: Bytes): boolean {
    this.#assertOpen();
    return this.#state.hasExpired(keyBytes(key));
  }

  set(key: Bytes, value: Bytes, options?: SetOptions): Promise<Written> {
    try {
      return this.#writable().set(key, value, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async delete(key: Bytes): Promise<boolean> {
    return (await this.#writable().write([{ op: 'delete', key }], 'present')) !== null;
  }

  async batch(changes: readonly Change[]): Promise<Written> {
    const side = this.#writable();
    if (changes?.length === 0) return side.nothingWritten();
    return (await side.write(changes, 'all')) ?? side.nothingWritten();
  }

  async batchOf(list: ChangeList): Promise<Written> {
    const side = this.#writable();
    return list.count === 0 ? side.nothingWritten() : side.batchOf(list);
  }

  previewBatch(changes: readonly Change[]): ReturnType<Store['previewBatch']> {
    return this.#writable().preview(changes);
  }

  scan(options: ScanOptions = {}): AsyncIterableIterator<Entry> {
    this.#assertOpen();
    return new KeyScan(new Moment(this.#state), options);
  }

  keysFrom(position: number, limit: number, { expired = false } = {}): KeyPage {
    this.#assertOpen();
    return this.#state.index.keysFrom(position, limit, expired ? 0 : this.#state.now());
  }

  view(): View {
    this.#assertOpen();
    return new StoreView(this.#state);
  }

  async orderedView(options: OrderedViewOptions = {}): Promise<OrderedView> {
    this.#assertOpen();
    return orderedView(this.#state, options);
  }

  async snapshot(options: MaintenanceOptions = {}): Promise<MaintenanceResult> {
    const side = this.#writable();
    const result = await side.maintenance.snapshot(options);
    side.auto.snapshotTaken();
    return result;
  }

  async compact(options: MaintenanceOptions = {}): Promise<MaintenanceResult> {
    return this.#writable().maintenance.compact(options);
  }

  async sync(): Promise<DurabilityStatus> {
    this.#assertOpen();
    return (await this.#parts.writeSide?.sync()) ?? this.durability();
  }

  async setPolicy(policy: FsyncPolicy): Promise<DurabilityStatus> {
    const side = this.#writable();
    checkOptions({ fsync: policy });
    return side.setPolicy(policy);
  }

  configure({ deletesExpired, ...settings }: Parameters<Store['configure']>[0]): void {
    const { auto, expiry } = this.#writable();
    checkOptions(settings);
    auto.configure({ ...auto.settings, ...settings });
    if (deletesExpired !== undefined) expiry.turnOn(deletesExpired);
  }

  maintenanceSettings(): { savePoints: readonly SavePoint[]; garbageShare: number | null } {
    return this.#parts.writeSide?.auto.settings ?? { savePoints: [], garbageShare: null };
  }

  async verify(options: MaintenanceOptions = {}): Promise<Verdict> {
    this.#assertOpen();
    const { writeSide, fileSystem } = this.#parts;
    if (writeSide !== null) return writeSide.maintenance.verify(options);
    const { signal, onProgress } = options;
    throwIfCancelled(signal);
    const visitor = onProgress ? { slice: onProgress } : {};
    const { verdict } = await scanLog(fileSystem, this.directory, visitor, {
      hash: 'all',
      ...(signal ? { signal } : {}),
    });
    return verdict;
  }

  stats(): StoreStats {
    const state = this.#state;
    const { index, segments } = state;
    return {
      keys: index.count,
      records: segments.records,
      segments: segments.ordered.length,
      sizeBytes: segments.sizeBytes,
      // Found out when they are asked for: of many values that are written as patches that takes a while.
      get liveBytes() {
        return state.liveBytes();
      },
      get garbageShare() {
        return state.garbage().share;
      },
      durability: this.durability(),
    };
  }

  durability(): DurabilityStatus {
    const { writeSide, recovery } = this.#parts;
    if (writeSide !== null) return writeSide.durability();
    const { lastSeq, durableSeq } = recovery;
    return {
      policy: 'always',
      acknowledgedSeq: lastSeq,
      durableSeq: Math.min(durableSeq, lastSeq),
      gapBytes: 0,
      gapSinceMs: null,
      lastFsyncMs: null,
      failure: null,
    };
  }

  listen(events: StoreEvents): () => void {
    return this.#parts.events.listen(events);
  }

  watch(options: WatchOptions = {}): AsyncIterableIterator<WatchEvent> {
    this.#assertOpen();
    const { fileSystem, events, writeSide, reopen } = this.#parts;
    const acknowledged = (): number => this.durability().acknowledgedSeq;
    const [limit, state] =
      writeSide === null
        ? [() => Number.POSITIVE_INFINITY, () => reopenedState(reopen)]
        : [acknowledged, () => viewedState(this.view(), acknowledged())];
    const { directory } = this;
    const watched = { fileSystem, directory, events, closing: this.#closing.signal, limit, state };
    return watch(watched, options.from ?? acknowledged() + 1, options);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { writeSide, events } = this.#parts;
    this.#closing.begin();
    try {
      if (writeSide !== null) await writeSide.close();
      else for (const segment of this.#state.segments.ordered) await segment.retire();
    } finally {
      events.clear();
    }
  }

  #find(key: Bytes): number {
    this.#assertOpen();
    return this.#state.findAlive(keyBytes(key));
  }

  #assertOpen(): void {
    if (this.#closed !== null) throw new WalscopeError('CLOSED', `${this.directory} has been closed.`);
  }

  #writable(): WriteSide {
    this.#assertOpen();
    const { writeSide, readOnlyReason } = this.#parts;
    if (writeSide === null) throw readOnlyError(this.directory, readOnlyReason);
    return writeSide;
  }
}
