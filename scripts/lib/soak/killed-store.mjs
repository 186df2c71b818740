// @ts-check
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { check } from './check.mjs';
import { SoakChild } from './child.mjs';
import { Random } from './random.mjs';

const policies = ['always', 'everysec', 'no'];
/** A process lives so many ms: some are killed while they open the store. */
const livesMs = [40, 3000];

/** One store whose writing process is killed again and again, and which is compared after each restart. */
export class KilledStore {
  kills = 0;
  calls = 0;
  keys = 0;
  #library;
  #directory;
  #seed;
  #random;
  /** @type {import('./load.mjs').Model[]} */
  #models = [];

  /**
   * @param {string} library the built library's URL
   * @param {string} directory
   * @param {number} seed
   */
  constructor(library, directory, seed) {
    this.#library = library;
    this.#directory = directory;
    this.#seed = seed;
    this.#random = new Random(seed);
  }

  get bytes() {
    const names = readdirSync(this.#directory);
    return names.reduce((sum, name) => sum + (statSync(join(this.#directory, name)).size ?? 0), 0);
  }

  /** Write, kill, reopen, compare. */
  async round() {
    const round = { seed: this.#seed, round: this.kills, startMs: Date.now() };
    const options = { fsync: this.#random.pick(policies), segmentBytes: 1024 * 1024 };
    const child = new SoakChild({ library: this.#library, directory: this.#directory, round, options });
    const [from = 0, to = 0] = livesMs;
    await pause(this.#random.between(from, to));
    await child.kill();
    if (child.failure !== null) throw new Error(child.failure);
    await this.#compare(round, child.told);
    this.kills++;
    this.calls += child.calls;
  }

  /**
   * @param {import('./load.mjs').Round} round
   * @param {number[]} told
   */
  async #compare(round, told) {
    const { open } = await import(this.#library);
    const nowMs = Date.now();
    const store = await open(this.#directory, { garbageShare: null, now: () => nowMs });
    try {
      const { verdict } = store.recovery;
      if (verdict.damage === 'corrupt' || store.readOnly) throw new Error(verdict.sentence);
      this.#models = await check(store, this.#models, round, told, nowMs);
      this.keys = store.stats().keys;
    } finally {
      await store.close();
    }
  }
}
