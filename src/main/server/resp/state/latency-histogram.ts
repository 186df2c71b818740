/** Steps between a time and its double: what is told is right to some 3 %. */
const stepBits = 4;
const stepsPerDouble = 1 << stepBits;
/** From 16 ns on; what is shorter counts by nanoseconds. */
const doublings = 37;
const buckets = doublings * stepsPerDouble;
/** Up to here whole numbers of 32 bits do, which are quicker by far. */
const maxQuick = 2 ** 31;

/** How long something took, how often, in memory that does not grow with how often. */
export class LatencyHistogram {
  readonly #counts = new Uint32Array(buckets);
  count = 0;

  add(microseconds: number): void {
    const at = bucketOf(microseconds * 1000);
    this.#counts[at] = (this.#counts[at] as number) + 1;
    this.count++;
  }

  /** Microseconds that so many per cent did not exceed. */
  percentile(percent: number): number {
    const wanted = Math.max(1, Math.ceil((percent / 100) * this.count));
    let seen = 0;
    for (let at = 0; at < buckets; at++) {
      seen += this.#counts[at] as number;
      if (seen >= wanted) return microsecondsAt(at);
    }
    return 0;
  }

  /** By powers of two in microseconds, as far as there is something: how many took no longer. */
  cumulative(): [microseconds: number, count: number][] {
    const told: [number, number][] = [];
    let [seen, at] = [0, 0];
    for (let limit = 1; seen < this.count; limit *= 2) {
      const before = seen;
      for (; at < buckets && microsecondsAt(at) <= limit; at++) seen += this.#counts[at] as number;
      if (at === buckets) seen = this.count;
      if (seen > before) told.push([limit, seen]);
    }
    return told;
  }
}

function bucketOf(nanoseconds: number): number {
  if (nanoseconds >= maxQuick)
    return Math.min(buckets - 1, bucketOf(nanoseconds / 2 ** 20) + 20 * stepsPerDouble);
  const whole = nanoseconds | 0;
  if (whole < stepsPerDouble) return whole;
  const shift = 31 - stepBits - Math.clz32(whole);
  return (shift << stepBits) + (whole >>> shift);
}

/** The middle of a bucket. */
function microsecondsAt(bucket: number): number {
  if (bucket < stepsPerDouble) return bucket / 1000;
  const shift = (bucket >>> stepBits) - 1;
  return ((stepsPerDouble + (bucket & (stepsPerDouble - 1)) + 0.5) * 2 ** shift) / 1000;
}
