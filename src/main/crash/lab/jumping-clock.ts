import { SeededRandom } from '../../../shared/seeded-random.ts';
import { runAtMs } from './workloads.ts';

const dayMs = 86_400_000;
/** One look at the clock in so many finds that it was set. */
const setOneIn = 4;
/** Between two looks pass less than so many ms. */
const maxStepMs = 50;

/** A clock that is set back and forth by up to a day each time, as by a person or a time server. ms since 1970. */
export function jumpingClock(seed: number): () => number {
  const random = new SeededRandom(seed);
  let nowMs = runAtMs;
  return () => {
    nowMs += random.below(maxStepMs);
    if (random.below(setOneIn) === 0) nowMs = runAtMs + random.below(2 * dayMs) - dayMs;
    return nowMs;
  };
}
