import type { ValueType } from '../../../shared/model.ts';
import type { DurabilityStatus } from './reports.ts';

/** What somebody who stays hears of a store: every change, or that something has happened. */

export interface WatchOptions {
  /** Sequence number of the first change. Default: the one after the last that the store has. */
  from?: number;
  /** Ends the watching. */
  signal?: AbortSignal;
}

/** `frameSeq`: of the last change that is whole or absent after a crash together with this one. */
export type WatchChange =
  | {
      op: 'set';
      seq: number;
      frameSeq: number;
      key: Uint8Array;
      value: Uint8Array;
      expireAt: number | null;
      /** Absent for a string. */
      type?: ValueType;
    }
  | { op: 'delete'; seq: number; frameSeq: number; key: Uint8Array };

/**
 * A change; or, where a compaction has merged changes that were still to be told, the whole state instead of them:
 * after `resync` forget all keys, up to `resynced` come those there are at sequence number `seq`, as sets in key order.
 */
export type WatchEvent = WatchChange | { op: 'resync'; seq: number } | { op: 'resynced'; seq: number };

export interface StoreEvents {
  /** After every group that was acknowledged. */
  onWritten?: (status: DurabilityStatus) => void;
  /** After an fsync, a failure, a change of policy. */
  onDurability?: (status: DurabilityStatus) => void;
  /** After a compaction, a snapshot, a sealed segment. */
  onFiles?: () => void;
  onReadOnly?: (reason: string) => void;
  /** Keys whose deadline has passed are about to be deleted: nobody can read them any more. */
  onExpired?: (keys: readonly Uint8Array[]) => void;
  /** A compaction has left out a key whose deadline had passed: no record says that it is gone. */
  onDropped?: (key: Uint8Array) => void;
}
