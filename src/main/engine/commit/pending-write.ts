import type { Written } from '../api.ts';
import type { PatchableValue } from '../format/record-parts.ts';

/** A change that waits for its group. Key and value are the store's own: no caller can change them any more. */
export interface PendingChange {
  op: 'set' | 'delete';
  key: Uint8Array;
  /** Of the key, as the index has it. */
  hash: number;
  value: Uint8Array;
  /** typeCode of the value; 0 = string. */
  type: number;
  /** ms since 1970; null = never. */
  expireAt: number | null;
  /** The value, in place of its bytes, where it is one that changes a little at a time. */
  patchable?: PatchableValue;
  /** Only if the newest record of the key has this sequence number; null: only if the key is not there. */
  ifSeq?: number | null;
}

/**
 * Which changes of a write are made when its turn comes. `all`: all, or none and CONFLICT. `present`: deletes of
 * keys that are there, or were until they expired. `expired`: deletes of keys whose deadline has passed.
 */
export type WriteRule = 'all' | 'present' | 'expired';

export type Resolve = (written: Written | null) => void;
export type Reject = (error: Error) => void;

/** What one caller waits for; its changes are never split over two frames. */
export interface PendingWrite {
  changes: readonly PendingChange[];
  rule: WriteRule;
  /** Of keys and values, as far as the log does not have them yet. */
  bytes: number;
  /** null when none of its changes was made, or all of them to keys that had expired. */
  resolve: Resolve;
  reject: Reject;
}

/** A record of a group and where it went; one is used again for the next. Offsets and lengths in bytes. */
export interface PlacedRecord {
  /** The frame, in which the key stands. */
  bytes: Uint8Array;
  keyStart: number;
  keyLength: number;
  /** Of the key, as the index has it. */
  hash: number;
  isDelete: boolean;
  valueLength: number;
  /** typeCode of the value; 0 = string. */
  type: number;
  /** ms since 1970, or `never`. */
  expireAt: number;
  seq: number;
  segment: number;
  /** In the segment. */
  offset: number;
  headLength: number;
}

/** The state that writes are checked against and applied to. */
export interface WriteTarget {
  /** Of the key bytes[start, start + length), as the index has it. */
  hash(bytes: Uint8Array, start: number, length: number): number;
  /** Sequence number and deadline of the newest record; null when the key is not there. */
  newest(change: PendingChange): { seq: number; expireAt: number } | null;
  /** Keys with these hashes are about to be applied. */
  expect(hashes: ArrayLike<number>, from: number, to: number): void;
  apply(record: PlacedRecord): void;
  /** A version of a value that changes a little at a time has been applied, of which its record holds so many bytes. */
  wroteVersion(key: Uint8Array, seq: number, wholeBytes: number, storedBytes: number): void;
  /** All records of a group have been applied; or one has failed, and none of them is to count. */
  settle(succeeded: boolean): void;
}
