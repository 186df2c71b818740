import type { ValueType } from '../../../shared/model.ts';
import type { ChangeParts } from '../format/record-parts.ts';
import type { Bytes } from './bytes.ts';

/** What is written to a store, and what is answered. */

export interface SetOptions {
  /** Milliseconds from now. */
  ttl?: number;
  /** Absolute deadline, ms since 1970; null = none, as of an entry that has none. Not both. */
  expireAt?: number | null;
}

export type Change =
  | {
      op: 'set';
      key: Bytes;
      value: Bytes;
      /** What the bytes stand for: stored with them, and of no meaning to the engine. Default `string`. */
      type?: ValueType;
      ttl?: number;
      expireAt?: number | null;
      ifSeq?: number | null;
    }
  | { op: 'delete'; key: Bytes; ifSeq?: number | null };

/** Many changes, with no object for each: what a server has gathered from its clients. */
export interface ChangeList {
  readonly count: number;
  /** Of all keys and values, in bytes; never less than there are. */
  readonly bytes: number;
  /** About how much of that the log does not have yet. Default: all of it. */
  readonly newBytes?: number;
  /** Fills in all of change number `i`. What it names has to stay as it is until the next is asked for. */
  read(i: number, into: ChangeParts): void;
}

export interface Written {
  /** Sequence numbers of the first and the last record. */
  firstSeq: number;
  lastSeq: number;
  /** An fsync had proven it when the promise resolved. */
  durable: boolean;
}
