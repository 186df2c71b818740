import type { ValueType } from '../../../shared/model.ts';
import type { Bytes } from './bytes.ts';

/** What is read of a store's keys: one by one, in ranges, and as they were at one moment. */

export interface ScanOptions {
  prefix?: Bytes;
  gt?: Bytes;
  gte?: Bytes;
  lt?: Bytes;
  lte?: Bytes;
  reverse?: boolean;
  limit?: number;
  /** False: entries come with empty values, which need not be read then. Default true. */
  values?: boolean;
}

export interface Entry {
  key: Uint8Array;
  value: Uint8Array;
  expireAt: number | null;
  seq: number;
  /** Absent for a string. */
  type?: ValueType;
}

/** Where the newest record of a key lies. `offset` is that of the record in `file`; lengths in bytes. */
export interface Location {
  file: string;
  offset: number;
  recordLength: number;
  keyLength: number;
  /** Of the value, which the record of a patch does not hold. */
  valueLength: number;
  seq: number;
  expireAt: number | null;
  /** Absent for a string. */
  type?: ValueType;
  /** The record says how the value differs from an earlier one, see docs/format.md. Absent where it holds all of it. */
  isPatch?: true;
}

/**
 * Key ids of one moment, in key order. Ids are positions in the index's typed arrays, valid while the view is
 * held; a table pages through it without an object per key.
 */
export interface OrderedView {
  readonly count: number;
  /** Index ids in byte order of their keys. */
  readonly ids: Uint32Array;
  key(id: number): Uint8Array;
  /** The record the id had when the view was taken, or what it has now if it was overwritten; null once it is gone. */
  location(id: number): Location | null;
  release(): void;
}

/** Some keys of a walk over all of them. */
export interface KeyPage {
  keys: Uint8Array[];
  /** Where the walk goes on; null at its end. */
  next: number | null;
}

/**
 * The keys and values of one moment: later writes are not seen, and what had not expired then stays. Until it is
 * released it costs the memory of what changes meanwhile, and files that a compaction has replaced stay on the disk.
 */
export interface View {
  get(key: Bytes): Promise<Uint8Array | null>;
  getSync(key: Bytes): Uint8Array | null;
  has(key: Bytes): boolean;
  scan(options?: ScanOptions): AsyncIterableIterator<Entry>;
  /** Scans that have begun go on; anything else throws CLOSED from here on. */
  release(): void;
}
