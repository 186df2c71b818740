import type { Binary } from '../value.ts';

/**
 * What a command answers, whichever version of the protocol the client speaks. A string is a bulk string, a number or
 * a bigint an integer, null is nil, a list an array; what is none of these says its kind.
 */
export type Reply =
  | Binary
  | number
  | bigint
  | boolean
  | null
  | readonly Reply[]
  | Status
  | ErrorReply
  | NullArray
  | DoubleReply
  | DecimalReply
  | MapReply
  | SetReply
  | PairsReply
  | PushReply
  | Verbatim
  | BigNumber
  | Attributes
  | NoReply
  | Several;

export interface Status {
  readonly kind: 'status';
  readonly text: string;
}

/** An error within an answer; a command that fails as a whole throws a `CommandError`. */
export interface ErrorReply {
  readonly kind: 'error';
  readonly text: string;
}

/** RESP2 tells a missing array from a missing string. */
export interface NullArray {
  readonly kind: 'null-array';
}

export interface DoubleReply {
  readonly kind: 'double';
  readonly value: number;
}

/** A double whose digits are not those that doubles have elsewhere. */
export interface DecimalReply {
  readonly kind: 'decimal';
  readonly text: string;
}

/** In RESP2 an array of keys and values by turns. */
export interface MapReply {
  readonly kind: 'map';
  readonly entries: readonly (readonly [Reply, Reply])[];
}

export interface SetReply {
  readonly kind: 'set';
  readonly items: readonly Reply[];
}

/** In RESP3 an array of pairs, in RESP2 the same as one flat array. */
export interface PairsReply {
  readonly kind: 'pairs';
  readonly pairs: readonly (readonly Reply[])[];
}

/** What comes without having been asked for. */
export interface PushReply {
  readonly kind: 'push';
  readonly items: readonly Reply[];
}

/** Text for people to read. */
export interface Verbatim {
  readonly kind: 'verbatim';
  readonly text: Binary;
}

/** A whole number of any length, as its digits. */
export interface BigNumber {
  readonly kind: 'big-number';
  readonly digits: string;
}

/** What is said about the answer that follows; RESP2 has no way to say it. */
export interface Attributes {
  readonly kind: 'attributes';
  readonly entries: readonly (readonly [Reply, Reply])[];
}

/** Nothing is sent, or not by now. */
export interface NoReply {
  readonly kind: 'none';
}

/** One answer after the other, as to SUBSCRIBE with many channels. */
export interface Several {
  readonly kind: 'several';
  readonly replies: readonly Reply[];
}

export const ok: Status = { kind: 'status', text: 'OK' };
export const queued: Status = { kind: 'status', text: 'QUEUED' };
export const nullArray: NullArray = { kind: 'null-array' };
export const noReply: NoReply = { kind: 'none' };

export const status = (text: string): Status => ({ kind: 'status', text });
export const errorReply = (text: string): ErrorReply => ({ kind: 'error', text });
export const double = (value: number): DoubleReply => ({ kind: 'double', value });
export const decimal = (text: string): DecimalReply => ({ kind: 'decimal', text });
export const mapReply = (entries: MapReply['entries']): MapReply => ({ kind: 'map', entries });
export const setReply = (items: Iterable<Reply>): SetReply => ({ kind: 'set', items: [...items] });
export const pairsReply = (pairs: PairsReply['pairs']): PairsReply => ({ kind: 'pairs', pairs });
export const push = (...items: Reply[]): PushReply => ({ kind: 'push', items });
export const verbatim = (text: Binary): Verbatim => ({ kind: 'verbatim', text });
export const bigNumber = (digits: string): BigNumber => ({ kind: 'big-number', digits });
export const attributes = (entries: Attributes['entries']): Attributes => ({ kind: 'attributes', entries });
export const several = (replies: readonly Reply[]): Several => ({ kind: 'several', replies });
