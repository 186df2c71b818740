// @ts-check
import { check } from './check.mjs';
import { SoakChild } from './child.mjs';

/** Over a shorter time memory still finds its level. */
const minSamples = 20;
/** The last quarter may take so much more than the second. */
const maxGrowth = 1.2;

/** One store whose process writes from beginning to end: its memory must stay level. */
export class SteadyStore {
  /** Resident bytes, one figure a minute. */
  #samples = /** @type {number[]} */ ([]);
  #library;
  #directory;
  #round;
  #child;

  /**
   * @param {string} library the built library's URL
   * @param {string} directory
   * @param {number} seed
   */
  constructor(library, directory, seed) {
    this.#library = library;
    this.#directory = directory;
    this.#round = { seed, round: 0, startMs: Date.now() };
    const options = { fsync: 'everysec', segmentBytes: 8 * 1024 * 1024 };
    this.#child = new SoakChild({ library, directory, round: this.#round, options });
  }

  get calls() {
    return this.#child.calls;
  }

  get failure() {
    return this.#child.failure;
  }

  /** The figures of this minute. */
  sample() {
    const { rss = 0, heapUsed = 0, external = 0 } = this.#child.memory ?? {};
    this.#samples.push(rss);
    return { rss, heapUsed, external };
  }

  /** Stops it, compares what it has left, and says whether its memory stayed level. */
  async finish() {
    await this.#child.stop();
    if (this.failure !== null) throw new Error(this.failure);
    const { open } = await import(this.#library);
    const nowMs = Date.now();
    const store = await open(this.#directory, { readOnly: true, now: () => nowMs });
    try {
      if (store.recovery.verdict.code !== 'clean') throw new Error(store.recovery.verdict.sentence);
      await check(store, [], this.#round, this.#child.told, nowMs);
    } finally {
      await store.close();
    }
    const growth = growthOf(this.#samples);
    if (growth !== null && growth > maxGrowth) throw new Error(`Memory grew to ${growth.toFixed(2)} times.`);
  }
}

/**
 * The middle figure of the last quarter as a multiple of that of the second; null when there are too few.
 * @param {readonly number[]} samples
 */
export function growthOf(samples) {
  if (samples.length < minSamples) return null;
  const quarter = Math.floor(samples.length / 4);
  return median(samples.slice(-quarter)) / median(samples.slice(quarter, 2 * quarter));
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
