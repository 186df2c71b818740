// @ts-check
import { Random } from './random.mjs';

/** So many callers write at once, each one call after the other and to keys of its own. */
export const callers = 12;
const keysPerCaller = 60;
/** Deadlines lie up to so many ms after the beginning of a round, so that some pass while it is checked. */
const deadlineWithinMs = 4000;

/** Of each caller: keys whose long values change a little at a time. */
const longKeys = 3;
const partsOfLong = 200;

/**
 * `isEdit`: most of the value is what the key had before.
 * @typedef {{ op: 'set', key: string, value: string, expireAt: number | null, isEdit?: true }} SoakSet
 * @typedef {SoakSet | { op: 'delete', key: string }} SoakChange
 */
/** @typedef {{ seed: number, round: number, startMs: number }} Round */

/** @param {number} caller */
export const prefixOf = (caller) => `c${String(caller).padStart(2, '0')}:`;

/** The calls of one caller in one round: the same in the process that writes and in the one that checks. */
export class Load {
  #random;
  #prefix;
  #startMs;
  #calls = 0;
  /** @type {Map<string, string[]>} of each long value its parts */
  #long = new Map();

  /**
   * @param {Round} round
   * @param {number} caller
   */
  constructor({ seed, round, startMs }, caller) {
    this.#random = new Random(seed + Math.imul(round, 7919) + Math.imul(caller, 104_729));
    this.#prefix = prefixOf(caller);
    this.#startMs = startMs;
  }

  /**
   * What the next call changes: one key, or several at once.
   * @returns {SoakChange[]}
   */
  next() {
    this.#calls++;
    if (this.#random.next() < 0.2) return [this.#edit()];
    const length = this.#random.next() < 0.1 ? this.#random.between(2, 10) : 1;
    return Array.from({ length }, () => this.#change());
  }

  /** @returns {SoakChange} */
  #change() {
    const random = this.#random;
    const key = `${this.#prefix}${random.between(0, keysPerCaller)}`;
    if (random.next() < 0.15) return { op: 'delete', key };
    const expires = random.next() < 0.05;
    const expireAt = expires ? this.#startMs + random.between(0, deadlineWithinMs) : null;
    return { op: 'set', key, value: this.#value(), expireAt };
  }

  /** Adds a part to a long value and takes one away, or replaces one. */
  #edit() {
    const random = this.#random;
    const key = `${this.#prefix}long${random.between(0, longKeys)}`;
    const part = () => `${this.#prefix}${this.#calls}.${random.between(0, 1e9)}`;
    const parts = this.#long.get(key) ?? Array.from({ length: partsOfLong }, part);
    this.#long.set(key, parts);
    if (random.next() < 0.5) parts[random.between(0, parts.length)] = part();
    else {
      parts.push(part());
      parts.shift();
    }
    return /** @type {SoakSet} */ ({ op: 'set', key, value: parts.join(), expireAt: null, isEdit: true });
  }

  #value() {
    const random = this.#random;
    const bytes = random.next() < 0.005 ? random.between(50_000, 200_000) : random.between(0, 1500);
    return `${this.#prefix}${this.#calls}.${random.between(0, 1e9)}.`.padEnd(bytes, 'v');
  }
}

/** What a caller's keys must hold. */
export class Model {
  /** @type {Map<string, { value: string, expireAt: number | null }>} */
  #keys;

  /** @param {Iterable<[string, { value: string, expireAt: number | null }]>} keys */
  constructor(keys = []) {
    this.#keys = new Map(keys);
  }

  copy() {
    return new Model(this.#keys);
  }

  /** @param {readonly SoakChange[]} changes */
  apply(changes) {
    for (const change of changes) {
      if (change.op === 'delete') this.#keys.delete(change.key);
      else this.#keys.set(change.key, { value: change.value, expireAt: change.expireAt });
    }
  }

  /**
   * @param {string} key
   * @param {number} nowMs
   * @returns {string | null}
   */
  get(key, nowMs) {
    const entry = this.#keys.get(key);
    return entry !== undefined && (entry.expireAt === null || entry.expireAt > nowMs) ? entry.value : null;
  }

  /**
   * @param {number} nowMs
   * @returns {Map<string, string>}
   */
  aliveAt(nowMs) {
    /** @type {Map<string, string>} */
    const alive = new Map();
    for (const [key, { value, expireAt }] of this.#keys) {
      if (expireAt === null || expireAt > nowMs) alive.set(key, value);
    }
    return alive;
  }

  /**
   * @param {ReadonlyMap<string, string>} found
   * @param {number} nowMs
   */
  matches(found, nowMs) {
    const alive = this.aliveAt(nowMs);
    return alive.size === found.size && [...alive].every(([key, value]) => found.get(key) === value);
  }
}
