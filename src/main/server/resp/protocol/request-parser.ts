import type { Binary } from '../../../formats/redis/value.ts';
import { RecentStrings } from './recent-strings.ts';
import { splitInline } from './split-inline.ts';

/** The bytes cannot be understood from here on: the client is told, and let go. */
export class ProtocolError extends Error {}

/** A typed line, and the head of an array or a string, are no longer than this. Bytes. */
const maxLineBytes = 64 * 1024;
const maxArguments = 2 ** 31 - 1;
/** What a client may send in one command before it has given the password. */
const maxUnauthenticatedArguments = 10;
const maxUnauthenticatedBytes = 16_384;

const star = 42;
const dollar = 36;
const carriageReturn = 13;
const newline = 10;
const zero = 48;
const none: Buffer = Buffer.alloc(0);
/** Of all clients. */
const recent = new RecentStrings();

export interface RequestLimits {
  /** The longest argument. Bytes. */
  maxBulkBytes: number;
  /** All that one request takes. Bytes. */
  maxRequestBytes: number;
}

/** Cuts what a client sends into commands, however the network has cut it. */
export class RequestParser {
  readonly #limits: RequestLimits;
  /** Until the client has given its password it is believed little. */
  isAuthenticated: boolean;
  #bytes = none;
  #at = 0;
  /** What has come while a long argument was waited for. */
  #more: Buffer[] = [];
  #moreBytes = 0;
  #neededBytes = 0;
  #args: Binary[] = [];
  #missing = 0;
  #bulkBytes = -1;
  #requestBytes = 0;

  constructor(limits: RequestLimits, isAuthenticated: boolean) {
    this.#limits = limits;
    this.isAuthenticated = isAuthenticated;
  }

  /** Bytes that have come and belong to no whole command yet. */
  get waitingBytes(): number {
    return this.#bytes.length - this.#at + this.#moreBytes + this.#requestBytes;
  }

  /** The bytes may be used for something else after `keep`. */
  push(chunk: Buffer): void {
    if (this.#at === this.#bytes.length && this.#more.length === 0) {
      this.#bytes = chunk;
      this.#at = 0;
      this.#neededBytes = 0;
      return;
    }
    this.#more.push(chunk);
    this.#moreBytes += chunk.length;
  }

  /** Copies what has not been taken yet. */
  keep(): void {
    if (this.#more.length > 0) this.#more.push(Buffer.from(this.#more.pop() as Buffer));
    else if (this.#at < this.#bytes.length) {
      this.#bytes = Buffer.from(this.#bytes.subarray(this.#at));
      this.#at = 0;
    } else {
      this.#bytes = none;
      this.#at = 0;
    }
  }

  /**
   * Shows what has come and begins with a command to someone who may take whole commands of it: `take` gets the bytes
   * and where they begin, and returns where those begin that it has left.
   */
  offer(take: (bytes: Buffer, at: number) => number): void {
    if (this.#missing > 0 || this.#moreBytes > 0) return;
    this.#at = take(this.#bytes, this.#at);
  }

  /** The next whole command, never an empty one; null when more has to come. Throws a `ProtocolError`. */
  next(): Binary[] | null {
    if (this.#moreBytes > 0 && !this.#gather()) return null;
    for (;;) {
      if (this.#missing === 0) {
        if (this.#at >= this.#bytes.length) return null;
        this.#requestBytes = 0;
        const whole = this.#whole();
        if (whole !== null) return whole;
        if (this.#bytes[this.#at] !== star) {
          const words = this.#inline();
          if (words === null) return null;
          if (words.length > 0) return words;
          continue;
        }
        if (!this.#beginArray()) return null;
        continue;
      }
      if (!this.#argument()) return null;
      if (this.#missing > 0) continue;
      const args = this.#args;
      this.#args = [];
      this.#requestBytes = 0;
      return args;
    }
  }

  /**
   * The usual case in one go: a small command that is all there. null when it is not, or anything about it is unusual:
   * nothing has been taken then.
   */
  #whole(): Binary[] | null {
    const bytes = this.#bytes;
    let at = this.#at;
    const count = (bytes[at + 1] as number) - zero;
    const isSmall = bytes[at] === star && count >= 1 && count <= 9 && bytes[at + 2] === carriageReturn;
    if (!isSmall) return null;
    at += 4;
    const args: Binary[] = [];
    for (let left = count; left > 0; left--) {
      if (bytes[at] !== dollar) return null;
      let length = (bytes[++at] as number) - zero;
      if (!(length >= 0 && length <= 9)) return null;
      const second = (bytes[++at] as number) - zero;
      if (second >= 0 && second <= 9) {
        length = 10 * length + second;
        at++;
      }
      if (bytes[at] !== carriageReturn) return null;
      const end = at + 2 + length;
      if (end + 2 > bytes.length) return null;
      args.push(recent.text(bytes, at + 2, end));
      at = end + 2;
    }
    this.#at = at;
    return args;
  }

  /** Puts what has come behind what was left, once there is enough to go on. */
  #gather(): boolean {
    const left = this.#bytes.length - this.#at;
    if (left + this.#moreBytes < this.#neededBytes) return false;
    this.#bytes = Buffer.concat([this.#bytes.subarray(this.#at), ...this.#more]);
    this.#at = 0;
    this.#more = [];
    this.#moreBytes = 0;
    this.#neededBytes = 0;
    return true;
  }

  #inline(): Binary[] | null {
    const end = this.#bytes.indexOf(newline, this.#at);
    if (end < 0) {
      if (this.#bytes.length - this.#at > maxLineBytes) throw new ProtocolError('too big inline request');
      return null;
    }
    const stop = end > this.#at && this.#bytes[end - 1] === carriageReturn ? end - 1 : end;
    const words = splitInline(this.#bytes.toString('latin1', this.#at, stop));
    if (words === null) throw new ProtocolError('unbalanced quotes in request');
    this.#at = end + 1;
    return words;
  }

  #beginArray(): boolean {
    const count = this.#number('too big mbulk count string');
    if (count === null) return false;
    if (Number.isNaN(count) || count > maxArguments) throw new ProtocolError('invalid multibulk length');
    if (count > maxUnauthenticatedArguments && !this.isAuthenticated)
      throw new ProtocolError('unauthenticated multibulk length');
    this.#missing = Math.max(0, count);
    return true;
  }

  #argument(): boolean {
    if (this.#bulkBytes < 0 && !this.#beginBulk()) return false;
    const end = this.#at + this.#bulkBytes;
    if (end + 2 > this.#bytes.length) {
      this.#neededBytes = this.#bulkBytes + 2;
      return false;
    }
    this.#args.push(recent.text(this.#bytes, this.#at, end));
    this.#at = end + 2;
    this.#bulkBytes = -1;
    this.#missing--;
    return true;
  }

  #beginBulk(): boolean {
    if (this.#at >= this.#bytes.length) return false;
    const mark = this.#bytes[this.#at] as number;
    if (mark !== dollar) throw new ProtocolError(`expected '$', got '${String.fromCharCode(mark)}'`);
    const length = this.#number('too big bulk count string');
    if (length === null) return false;
    if (!(length >= 0 && length <= this.#limits.maxBulkBytes)) throw new ProtocolError('invalid bulk length');
    if (length > maxUnauthenticatedBytes && !this.isAuthenticated)
      throw new ProtocolError('unauthenticated bulk length');
    this.#bulkBytes = length;
    // Each argument costs more memory than its bytes.
    this.#requestBytes += length + 16;
    if (this.#requestBytes > this.#limits.maxRequestBytes) throw new ProtocolError('too big request');
    return true;
  }

  /** Reads a head: its mark has been looked at. NaN when no number stands there; null when the line does not end yet. */
  #number(tooLong: string): number | null {
    const bytes = this.#bytes;
    let at = this.#at + 1;
    let value = 0;
    const first = at;
    const isNegative = bytes[at] === 45;
    if (isNegative) at++;
    for (; ; at++) {
      const digit = (bytes[at] as number) - zero;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    if (bytes[at] === carriageReturn && at > first && at + 1 < bytes.length) {
      this.#at = at + 2;
      return isNegative ? -value : value;
    }
    const end = bytes.indexOf(carriageReturn, this.#at);
    if (end >= 0 && end + 1 < bytes.length) return Number.NaN;
    if (bytes.length - this.#at > maxLineBytes) throw new ProtocolError(tooLong);
    return null;
  }
}
