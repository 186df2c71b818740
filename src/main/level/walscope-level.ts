import { mkdir } from 'node:fs/promises';
import {
  type AbstractBatchOperation,
  type AbstractBatchOptions,
  type AbstractChainedBatch,
  type AbstractDatabaseOptions,
  type AbstractDelOptions,
  AbstractLevel,
  type AbstractPutOptions,
} from 'abstract-level';
import { WalscopeError } from '../../shared/errors.ts';
import type { Bytes, Change, OpenOptions, Store, View, Written } from '../engine/api.ts';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';
import { open } from '../engine/open.ts';
import { detectStore } from '../engine/scan/detect-store.ts';
import { asLevelError, LevelError, levelled } from './level-errors.ts';
import { fromBytes, type LevelBytes, type LevelFormat, nativeEncodings } from './level-formats.ts';
import { LevelIterator, type LevelIteratorOptions, type LevelRange, rangeOf } from './level-iterator.ts';
import { LevelSnapshot } from './level-snapshot.ts';

/** `clear` deletes so many keys at once. */
const keysPerClearBatch = 1000;

/**
 * Options of the engine beside those of abstract-level: `createIfMissing` (default true) makes the directory and those
 * above it, `errorIfExists` (default false) refuses one that holds a store already.
 */
export interface WalscopeLevelOptions<K, V>
  extends AbstractDatabaseOptions<K, V>,
    Omit<OpenOptions, 'create' | 'onProgress' | 'signal'> {}

/** Options of `put`, `del` and `batch` beside those of abstract-level. */
export interface WalscopeWriteOptions {
  /** Resolve only when an fsync has proven the write, whatever the policy. Default false. */
  sync?: boolean;
  /** Of `put`, and of puts in a batch: ms from now until the key expires. */
  ttl?: number;
  /** The same as an absolute time in ms since 1970. Not both. */
  expireAt?: number;
}

type ReadOptions = { keyEncoding: LevelFormat; valueEncoding: LevelFormat; snapshot?: LevelSnapshot };
type Operation = WalscopeWriteOptions &
  ({ type: 'put'; key: Bytes; value: Bytes } | { type: 'del'; key: Bytes });

/**
 * A Walscope directory as an abstract-level database: whatever runs on Level runs on it. `location` is the directory.
 * By default a write resolves when an fsync has proven it; `fsync: 'no'` is what other Level databases do.
 */
export class WalscopeLevel<K = string, V = string> extends AbstractLevel<LevelBytes, K, V> {
  /** The directory. */
  readonly location: string;
  #store: Store | null = null;

  constructor(location: string, options: WalscopeLevelOptions<K, V> = {}) {
    if (typeof location !== 'string' || location === '') {
      throw new TypeError("The first argument 'location' must be a non-empty string");
    }
    const manifest = {
      encodings: nativeEncodings,
      createIfMissing: true,
      errorIfExists: true,
      permanence: true,
      seek: true,
      has: true,
      getSync: true,
      implicitSnapshots: true,
      explicitSnapshots: true,
    };
    super(manifest, options);
    this.location = location;
  }

  /** The engine's store while the database is open: statistics, compaction, watching. null otherwise. */
  get store(): Store | null {
    return this.#store;
  }

  override put<A = K, B = V>(
    key: A,
    value: B,
    options?: AbstractPutOptions<A, B> & WalscopeWriteOptions,
  ): Promise<void> {
    return super.put(key, value, options as AbstractPutOptions<A, B>);
  }

  override del<A = K>(
    key: A,
    options?: AbstractDelOptions<A> & Pick<WalscopeWriteOptions, 'sync'>,
  ): Promise<void> {
    return super.del(key, options as AbstractDelOptions<A>);
  }

  override batch(): AbstractChainedBatch<this, K, V>;
  override batch<A = K, B = V>(
    operations: (AbstractBatchOperation<this, A, B> & WalscopeWriteOptions)[],
    options?: AbstractBatchOptions<A, B> & WalscopeWriteOptions,
  ): Promise<void>;
  override batch(...given: unknown[]): AbstractChainedBatch<this, K, V> & Promise<void> {
    // Without arguments it begins a chained batch: how many there are must not change.
    return Reflect.apply(super.batch, this, given);
  }

  async _open(options: WalscopeLevelOptions<K, V>): Promise<void> {
    const { createIfMissing, errorIfExists, ...engine } = options;
    const fileSystem = options.fileSystem ?? nodeFileSystem;
    const create = createIfMissing !== false && options.readOnly !== true;
    const isThere = await this.#isThere(fileSystem);
    if (isThere && errorIfExists) throw new Error(`${this.location} exists already (errorIfExists is true).`);
    if (!isThere && !create) throw new Error(`${this.location} does not exist (createIfMissing is false).`);
    if (!isThere && fileSystem === nodeFileSystem) await mkdir(this.location, { recursive: true });
    this.#store = await levelled(() => open(this.location, { ...engine, create }));
  }

  async #isThere(fileSystem: NonNullable<OpenOptions['fileSystem']>): Promise<boolean> {
    const stat = await fileSystem.stat(this.location);
    return stat?.isDirectory === true && (await detectStore(fileSystem, this.location));
  }

  async _close(): Promise<void> {
    const store = this.#store;
    // Closed it is in any case: what its error says is which writes are unproven.
    this.#store = null;
    await levelled(async () => store?.close());
  }

  async _get(key: Bytes, options: ReadOptions): Promise<LevelBytes | undefined> {
    const value = await levelled(() => this.#reader(options).get(key));
    return value === null ? undefined : fromBytes(value, options.valueEncoding);
  }

  _getSync(key: Bytes, options: ReadOptions): LevelBytes | undefined {
    try {
      const value = this.#reader(options).getSync(key);
      return value === null ? undefined : fromBytes(value, options.valueEncoding);
    } catch (error) {
      throw asLevelError(error);
    }
  }

  async _getMany(keys: readonly Bytes[], options: ReadOptions): Promise<(LevelBytes | undefined)[]> {
    return Promise.all(keys.map((key) => this._get(key, options)));
  }

  async _has(key: Bytes, options: ReadOptions): Promise<boolean> {
    const view = options.snapshot?.view;
    return view === undefined ? this.#open().locate(key) !== null : view.has(key);
  }

  async _hasMany(keys: readonly Bytes[], options: ReadOptions): Promise<boolean[]> {
    return Promise.all(keys.map((key) => this._has(key, options)));
  }

  async _put(key: Bytes, value: Bytes, options: WalscopeWriteOptions): Promise<void> {
    const { ttl, expireAt } = options;
    const expiry = ttl === undefined && expireAt === undefined ? undefined : expiryOf(options);
    await this.#write(options, () => this.#open().set(key, value, expiry));
  }

  async _del(key: Bytes, options: WalscopeWriteOptions): Promise<void> {
    await levelled(() => this.#open().delete(key));
    if (options.sync) await levelled(() => this.#open().sync());
  }

  async _batch(operations: readonly Operation[], options: WalscopeWriteOptions): Promise<void> {
    await this.#write(options, () => this.#open().batch(operations.map(changeOf)));
  }

  async _clear(options: LevelRange & { limit: number; snapshot?: LevelSnapshot }): Promise<void> {
    const view = options.snapshot?.view ?? this.#open().view();
    try {
      const limit = options.limit < 0 ? {} : { limit: options.limit };
      await levelled(() => this.#deleteAll(view.scan({ ...rangeOf(options), ...limit, values: false })));
    } finally {
      if (options.snapshot === undefined) view.release();
    }
  }

  _iterator(options: LevelIteratorOptions & { snapshot?: LevelSnapshot }): LevelIterator<this, K, V> {
    const { snapshot } = options;
    if (snapshot !== undefined) return new LevelIterator(this, options, snapshot.view, () => undefined);
    const view = this.#open().view();
    return new LevelIterator(this, options, view, () => view.release());
  }

  _snapshot(options: object): LevelSnapshot {
    return new LevelSnapshot(options, this.#open().view());
  }

  async #deleteAll(keys: AsyncIterable<{ key: Uint8Array }>): Promise<void> {
    let changes: Change[] = [];
    for await (const { key } of keys) {
      changes.push({ op: 'delete', key });
      if (changes.length < keysPerClearBatch) continue;
      await this.#open().batch(changes);
      changes = [];
    }
    if (changes.length > 0) await this.#open().batch(changes);
  }

  async #write(options: WalscopeWriteOptions, write: () => Promise<Written>): Promise<void> {
    await levelled(async () => {
      const { durable } = await write();
      if (options.sync && !durable) await this.#open().sync();
    });
  }

  #reader(options: ReadOptions): Store | View {
    return options.snapshot?.view ?? this.#open();
  }

  #open(): Store {
    if (this.#store !== null) return this.#store;
    throw new LevelError('LEVEL_DATABASE_NOT_OPEN', `${this.location} is not open.`);
  }
}

function changeOf(operation: Operation): Change {
  if (operation.type === 'del') return { op: 'delete', key: operation.key };
  return { op: 'set', key: operation.key, value: operation.value, ...expiryOf(operation) };
}

function expiryOf({ ttl, expireAt }: WalscopeWriteOptions): { ttl?: number; expireAt?: number } {
  if (ttl !== undefined && expireAt !== undefined) {
    throw new WalscopeError('INVALID_ARGUMENT', 'Give either ttl or expireAt, not both.');
  }
  return { ...(ttl === undefined ? {} : { ttl }), ...(expireAt === undefined ? {} : { expireAt }) };
}
