/**
 * Several callers that each await their set before the next, until the count or the budget is reached.
 *
 * @param {object} job
 * @param {import('../peers/index.mjs').Handle} job.handle
 * @param {number} job.writers
 * @param {number} job.count
 * @param {number} job.budgetMs
 * @param {(i: number) => [Buffer, Buffer]} job.change
 * @param {() => boolean} [job.until] ends the work early
 */
export async function runWriters({ handle, writers, count, budgetMs, change, until }) {
  const start = performance.now();
  const deadline = start + budgetMs;
  let next = 0;
  let done = 0;
  const writer = async () => {
    while (next < count) {
      const [key, value] = change(next++);
      await handle.set(key, value);
      if (++done % 64 === 0 && (performance.now() > deadline || until?.())) next = count;
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const ms = performance.now() - start;
  return { done, ms, opsPerSecond: (done / ms) * 1000 };
}

/** Calls that are on their way together when nobody waits for the disk. */
const window = 1_000;

/**
 * Sets in windows of 1,000 calls that are awaited together.
 *
 * @param {import('../peers/index.mjs').Handle} handle
 * @param {number} from
 * @param {number} to
 * @param {number} budgetMs
 * @param {(i: number) => [Buffer, Buffer]} change
 */
export async function runWindows(handle, from, to, budgetMs, change) {
  const start = performance.now();
  const deadline = start + budgetMs;
  let at = from;
  while (at < to && performance.now() < deadline) {
    const end = Math.min(at + window, to);
    const pending = [];
    for (; at < end; at++) {
      const [key, value] = change(at);
      const set = handle.set(key, value);
      if (set !== undefined) pending.push(set);
    }
    await Promise.all(pending);
  }
  const ms = performance.now() - start;
  return { at, ms, opsPerSecond: ((at - from) / ms) * 1000 };
}

/**
 * Writes that only prepare what is measured next.
 *
 * @param {import('../peers/index.mjs').Handle} handle
 * @param {() => Promise<unknown>} write
 */
export const unmeasured = (handle, write) => (handle.unmeasured ? handle.unmeasured(write) : write());
