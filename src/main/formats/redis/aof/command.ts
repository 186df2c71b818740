import { CommandError } from '../commands/errors.ts';
import { exactNumber } from '../exact-number.ts';
import { addLongDoubles, isFloat } from '../long-double.ts';
import { looseFloat, strictFloat } from '../strtod.ts';
import type { Binary, RedisValue } from '../value.ts';
import type { CommandInFile } from './command-in-file.ts';
import type { Keyspace, StoredValue } from './keyspace.ts';

/** Redis would have answered with an error: nothing changes. */
export class Refused extends Error {}
/** What the command does cannot be known from the log; the message says why. */
export class Unknowable extends Error {}

export type Handler = (call: Call) => void;
export type CommandTable = Readonly<Record<string, Handler>>;

type Typed<T extends RedisValue['type']> = Extract<RedisValue, { type: T }>;

/** No option is longer. */
const maxWordBytes = 64;
const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 63n - 1n;

/** One command on its way: its arguments, and the keys that it works on. */
export class Call {
  readonly keys: Keyspace;
  readonly #command: CommandInFile;
  /** A deadline was given by how far off it lay, and the log does not say when that was. */
  readonly unknownDeadline: () => void;

  constructor(parts: { keys: Keyspace; command: CommandInFile; unknownDeadline: () => void }) {
    this.keys = parts.keys;
    this.#command = parts.command;
    this.unknownDeadline = parts.unknownDeadline;
  }

  get count(): number {
    return this.#command.count;
  }

  #check(index: number): void {
    if (!(index >= 0 && index < this.count)) throw new Refused('an argument is missing');
  }

  /** The argument as bytes; a missing one is a syntax error. */
  bytes(index: number): Buffer {
    this.#check(index);
    return this.#command.arg(index);
  }

  /** The argument as a string that stays where it stands, however short: a place takes less memory than a buffer. */
  stored(index: number): StoredValue {
    this.#check(index);
    return { type: 'stored', offset: this.#command.offsetOf(index), length: this.#command.lengthOf(index) };
  }

  binary(index: number): Binary {
    this.#check(index);
    return this.#command.binary(index);
  }

  /** One after another, and never all at once: there may be millions of them. */
  *binaries(from: number, to = this.count): Generator<Binary, void, void> {
    for (let index = Math.max(0, from); index < Math.min(to, this.count); index++) yield this.binary(index);
  }

  /** An option's name, in upper case. */
  word(index: number): string {
    return this.#command.lengthOf(index) > maxWordBytes ? '' : this.binary(index).toUpperCase();
  }

  /**
   * To be thrown where an option is not known. Servers log nothing that they have refused, so that it is one of a later
   * version, and what it means is not guessed.
   */
  unknownOption(index: number): Unknowable {
    return new Unknowable(
      `its option ${JSON.stringify(this.word(index))} is not known: a later version may have it`,
    );
  }

  integer(index: number): bigint {
    return integerOf(this.binary(index));
  }

  /** A count or a position, for which the largest integers stand, too: nothing has more elements. */
  number(index: number): number {
    return exactNumber(this.integer(index));
  }

  /** A time since 1970 in ms, given in units of so many. */
  time(index: number, unitMs: 1 | 1000 = 1): number {
    return exactNumber(this.integer(index) * BigInt(unitMs));
  }

  score(index: number): number {
    return scoreOf(this.binary(index));
  }

  /** The key's value if it has this type; undefined when there is no such key, an error when it has another. */
  value<T extends RedisValue['type']>(key: Binary, type: T): Typed<T> | undefined {
    const value = this.keys.value(key);
    if (value === undefined) return undefined;
    if (value.type !== type) throw new Refused('WRONGTYPE');
    return value as Typed<T>;
  }

  string(key: Binary): Uint8Array | undefined {
    return this.value(key, 'string')?.bytes;
  }

  /** Gives the key a string; its deadline stays. */
  keepString(key: Binary, bytes: Uint8Array): void {
    this.keys.set(key, { type: 'string', bytes }, this.keys.expireAt(key));
  }
}

/** What the server's own commands refuse is refused here as well. */
export function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof CommandError ? new Refused(error.message) : error;
  }
}

/** `COUNT` and a number at argument `at`; 1 where nothing stands there. */
export function countAt(call: Call, at: number): number {
  if (at >= call.count) return 1;
  if (call.word(at) !== 'COUNT') throw call.unknownOption(at);
  return call.number(at + 1);
}

export function integerOf(text: Binary): bigint {
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text)) throw new Refused('not an integer');
  const value = BigInt(text);
  if (value < minInteger || value > maxInteger) throw new Refused('out of range');
  return value;
}

/** The sum, which an integer of 64 bits must hold. */
export function addIntegers(a: bigint, b: bigint): bigint {
  const sum = a + b;
  if (sum < minInteger || sum > maxInteger) throw new Refused('overflow');
  return sum;
}

/** The sum of floats as text. It is not known where machines calculate it with different digits. */
export function addFloats(a: Binary, b: Binary): Binary {
  if (!isFloat(a) || !isFloat(b)) throw new Refused('not a float');
  const sum = addLongDoubles(a, b);
  if (sum === null) throw new Unknowable('its sum depends on the floats of the machine');
  return sum;
}

export function scoreOf(text: Binary): number {
  return withoutSignedZero(strictFloat(text));
}

/** The end of a range of scores. */
export function scoreBoundOf(text: Binary): number {
  return withoutSignedZero(looseFloat(text));
}

/** A sorted set does not keep the sign of a zero. */
function withoutSignedZero(score: number | null): number {
  if (score === null) throw new Refused('not a float');
  return score + 0;
}

/** Positions from the end count from −1; the range that is there, as in a slice. */
export function rangeOf(start: number, stop: number, length: number): { from: number; to: number } {
  const from = Math.max(0, start < 0 ? length + start : start);
  const to = Math.min(length, (stop < 0 ? length + stop : stop) + 1);
  return { from, to: Math.max(from, to) };
}
