import { WalscopeError } from '../../shared/errors.ts';
import type { OpenOptions, Store } from './api.ts';
import { checkDirectory, checkOptions } from './check-options.ts';
import { asWalscopeError } from './commit/failures.ts';
import { errnoOf } from './fs/errno.ts';
import type { FileSystem } from './fs/file-system.ts';
import { nodeFileSystem } from './fs/node-file-system.ts';
import { seedOf } from './index/hash-seed.ts';
import { LogIndex } from './keys/log-index.ts';
import { ResidentIndex } from './keys/resident-index.ts';
import type { StoreIndex } from './keys/store-index.ts';
import { acquireDirectoryLock, type DirectoryLock, readLockHolder } from './lock/directory-lock.ts';
import { beginWriting, type WriterOptions, type Writing } from './recovery/begin-writing.ts';
import { createStore } from './recovery/create-store.ts';
import { openSegments } from './recovery/open-segments.ts';
import { assertNothingLost, holdsStoreFiles, prepareDirectory } from './recovery/prepare-directory.ts';
import { recover } from './recovery/recover.ts';
import { recoveryReport } from './recovery/recovery-report.ts';
import { whileManifestStays } from './recovery/while-manifest-stays.ts';
import type { ScanResult } from './scan/scan-result.ts';
import { throwIfCancelled } from './scan/slicer.ts';
import type { SegmentSet } from './segments/segment-set.ts';
import { EventHub } from './store/event-hub.ts';
import { StoreState } from './store/store-state.ts';
import { WalscopeStore } from './store/walscope-store.ts';
import { WriteSide } from './store/write-side.ts';

const defaultSegmentBytes = 64 * 1024 * 1024;
const defaultGarbageShare = 0.5;
const defaultMinGarbageBytes = 1024 * 1024;
const defaultCacheBytes = 128 * 1024 * 1024;
const applicationName = 'walscope';

/**
 * Opens the store in a directory, or makes one there. Damage that only a person can judge opens it read-only; the
 * report of what recovery found is `recovery` of the store. Throws WalscopeError and nothing else.
 */
export async function open(directory: string, options: OpenOptions = {}): Promise<Store> {
  try {
    checkDirectory(directory);
    const given = options ?? {};
    checkOptions(given);
    throwIfCancelled(given.signal);
    return await new Opening(directory, given).run();
  } catch (error) {
    throw asWalscopeError(error, `Opening ${directory}`);
  }
}

/** Why an opened store cannot be written to. */
interface ReadOnly {
  reason: string;
  holderPid: number | null;
}

class Opening {
  readonly #directory: string;
  readonly #options: OpenOptions;
  readonly #fileSystem: FileSystem;
  readonly #now: () => number;
  readonly #cacheBytes: number;
  readonly #started = performance.now();
  readonly #events = new EventHub();
  #writeSide: WriteSide | null = null;

  constructor(directory: string, options: OpenOptions) {
    this.#directory = directory;
    this.#options = options;
    this.#fileSystem = options.fileSystem ?? nodeFileSystem;
    this.#now = options.now ?? Date.now;
    this.#cacheBytes = options.cacheBytes ?? defaultCacheBytes;
  }

  async run(): Promise<Store> {
    const { readOnly, readOnlyWhenLocked } = this.#options;
    const mayCreate = this.#options.create !== false && !readOnly;
    const holdsStore = await prepareDirectory(this.#fileSystem, this.#directory, mayCreate);
    if (readOnly) return this.#openReadOnly({ reason: 'it was asked for', holderPid: null });
    try {
      return await this.#openWritable(holdsStore);
    } catch (error) {
      const locked = error instanceof WalscopeError && error.code === 'LOCKED';
      if (!locked || !readOnlyWhenLocked) throw error;
      const holder = await readLockHolder(this.#fileSystem, this.#directory);
      const reason = `process ${holder?.pid ?? 'of unknown id'} has it open for writing`;
      return this.#openReadOnly({ reason, holderPid: holder?.pid ?? null });
    }
  }

  async #openWritable(holdsStore: boolean): Promise<Store> {
    const lock = await this.#lock();
    try {
      // Asked again under the lock: another process may have made one meanwhile, and closed it.
      if (holdsStore || holdsStoreFiles(await this.#fileSystem.list(this.#directory))) {
        return await this.#recoverToWrite(lock);
      }
      return await this.#create(lock);
    } catch (error) {
      await lock.release().catch(() => undefined);
      throw error;
    }
  }

  async #lock(): Promise<DirectoryLock> {
    try {
      return await acquireDirectoryLock(this.#fileSystem, this.#directory, applicationName);
    } catch (cause) {
      const errno = errnoOf(cause);
      if (errno !== 'EACCES' && errno !== 'EPERM' && errno !== 'EROFS') throw cause;
      const reason = `${this.#directory} cannot be written to (${errno}): open it read-only, or change its permissions.`;
      throw new WalscopeError('READ_ONLY', reason, { cause, details: { errno } });
    }
  }

  async #recoverToWrite(lock: DirectoryLock): Promise<Store> {
    const recovered = await this.#recover();
    if (recovered === null) return this.#create(lock);
    const { scan, index } = recovered;
    if (scan.newDamage && !this.#options.acceptDamage) {
      await lock.release();
      return this.#store(scan, index, await this.#segments(scan, false), {
        reason: scan.verdict.sentence,
        holderPid: null,
      });
    }
    const segments = await this.#segments(scan, scan.continuable);
    try {
      const writing = await beginWriting(
        this.#fileSystem,
        this.#directory,
        scan,
        segments,
        this.#writerOptions(),
      );
      return this.#writable(lock, writing, this.#state(index, segments), scan);
    } catch (error) {
      for (const segment of segments.ordered) await segment.retire();
      throw error;
    }
  }

  /** null when there is nothing to recover: the store was never finished being made. */
  async #recover(): Promise<{ scan: ScanResult; index: StoreIndex } | null> {
    const { acceptDamage, keysInMemory, signal, onProgress, leaveOut } = this.#options;
    try {
      const options = { acceptDamage: acceptDamage ?? false, keysInMemory, signal, onProgress, leaveOut };
      const recovered = await recover(this.#fileSystem, this.#directory, options);
      if (recovered.scan.verdict.code === 'unsupported') {
        throw new WalscopeError('UNSUPPORTED_VERSION', recovered.scan.verdict.sentence);
      }
      return recovered.scan.unfinishedCreation ? null : recovered;
    } catch (error) {
      if (!(error instanceof WalscopeError) || error.code !== 'UNKNOWN_FORMAT') throw error;
      await assertNothingLost(this.#fileSystem, this.#directory);
      return null;
    }
  }

  async #openReadOnly(why: ReadOnly): Promise<Store> {
    return whileManifestStays(this.#fileSystem, this.#directory, {
      read: () => this.#readOnly(why),
      lacksFile: ({ recovery }) => recovery.verdict.code === 'file-missing',
      drop: (store) => store.close(),
    });
  }

  async #readOnly(why: ReadOnly): Promise<Store> {
    const recovered = await this.#recover();
    if (recovered === null) {
      throw new WalscopeError('NOT_FOUND', `${this.#directory} holds no Walscope store yet.`);
    }
    const { scan, index } = recovered;
    return this.#store(scan, index, await this.#segments(scan, false), why);
  }

  async #create(lock: DirectoryLock): Promise<Store> {
    if (this.#options.create === false) {
      throw new WalscopeError('NOT_FOUND', `${this.#directory} holds no Walscope store yet.`);
    }
    const { writing, segments, storeId } = await createStore(
      this.#fileSystem,
      this.#directory,
      this.#writerOptions(),
      this.#options.storeId,
    );
    const seed = seedOf(storeId);
    const index = this.#options.keysInMemory === false ? new LogIndex(seed) : new ResidentIndex(seed);
    return this.#writable(lock, writing, this.#state(index, segments), null);
  }

  #segments(scan: ScanResult, writable: boolean): Promise<SegmentSet> {
    return openSegments(this.#fileSystem, this.#directory, scan, writable);
  }

  #writerOptions(): WriterOptions {
    return {
      segmentBytes: this.#options.segmentBytes ?? defaultSegmentBytes,
      now: this.#now,
      onMarkFailed: (error) => this.#writeSide?.markFailed(error),
    };
  }

  #writable(lock: DirectoryLock, writing: Writing, state: StoreState, scan: ScanResult | null): Store {
    const { fsync, savePoints, garbageShare, minGarbageBytes = defaultMinGarbageBytes } = this.#options;
    const settings = {
      savePoints: savePoints ?? [],
      garbageShare: garbageShare === undefined ? defaultGarbageShare : garbageShare,
      minGarbageBytes,
    };
    const events = this.#events;
    const fileSystem = this.#fileSystem;
    const parts = { fileSystem, state, lock, events, policy: fsync ?? 'always', settings };
    this.#writeSide = new WriteSide(parts, writing);
    return new WalscopeStore({
      fileSystem,
      state,
      recovery: recoveryReport(scan, state.index, this.#now(), this.#started),
      events,
      writeSide: this.#writeSide,
      readOnlyReason: null,
      holderPid: null,
      reopen: () => this.#reopen(),
    });
  }

  #state(index: StoreIndex, segments: SegmentSet): StoreState {
    return new StoreState(this.#directory, index, segments, this.#cacheBytes, this.#now);
  }

  #store(scan: ScanResult, index: StoreIndex, segments: SegmentSet, why: ReadOnly): Store {
    const state = this.#state(index, segments);
    return new WalscopeStore({
      fileSystem: this.#fileSystem,
      state,
      recovery: recoveryReport(scan, index, this.#now(), this.#started),
      events: this.#events,
      writeSide: null,
      readOnlyReason: why.reason,
      holderPid: why.holderPid,
      reopen: () => this.#reopen(),
    });
  }

  #reopen(): Promise<Store> {
    const { onProgress: _, signal: __, ...options } = this.#options;
    return open(this.#directory, { ...options, readOnly: true });
  }
}
