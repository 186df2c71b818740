// @ts-check

/** What a store was last given for each key, so that it is told what has changed: see `batchOf` of the library. */
export class Versions {
  /** @type {Map<string, { value: Buffer, stored: { place: null } }>} */
  #newest = new Map();

  /**
   * The set of a key, for `batchOf`.
   *
   * @param {string} key
   * @param {string} text
   * @param {number | null} expireAt ms since 1970; null = never
   */
  list(key, text, expireAt) {
    const [keyBytes, value, old] = [Buffer.from(key), Buffer.from(text), this.#newest.get(key)];
    const patchable = {
      value,
      length: value.length,
      writeTo: (/** @type {Buffer} */ target) => void target.set(value),
      steps: old === undefined ? null : stepsBetween(old.value, value),
      before: old?.stored ?? null,
      stored: { place: null },
    };
    this.#newest.set(key, patchable);
    const read = (/** @type {number} */ _, /** @type {any} */ into) => {
      Object.assign(into, { op: 'set', keyBytes, keyStart: 0, keyLength: keyBytes.length, type: 0 });
      Object.assign(into, {
        valueBytes: value,
        valueStart: 0,
        valueLength: value.length,
        expireAt,
        patchable,
      });
    };
    return { count: 1, bytes: keyBytes.length + value.length, read };
  }
}

/** In one stretch. */
function stepsBetween(/** @type {Buffer} */ old, /** @type {Buffer} */ made) {
  const most = Math.min(old.length, made.length);
  let front = 0;
  while (front < most && old[front] === made[front]) front++;
  let back = 0;
  while (back < most - front && old.at(-1 - back) === made.at(-1 - back)) back++;
  const insert = made.subarray(front, made.length - back);
  return [{ keep: front, skip: old.length - front - back, insert }];
}
