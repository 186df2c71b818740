/** Steps between a time and its double: what is told is right to some 4 %. */
const stepsPerDouble = 16;
/** From 1 ns to some 18 minutes. */
const buckets = 40 * stepsPerDouble;

/** How long something took, how often, in memory that does not grow with how often. */
export class LatencyHistogram {
  readonly #counts = new Uint32Array(buckets);
  count = 0;

  add(microseconds: number): void {
    const step = Math.round(Math.log2(Math.max(1, microseconds * 1000)) * stepsPerDouble);
    const at = Math.min(step, buckets - 1);
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

const microsecondsAt = (step: number): number => 2 ** (step / stepsPerDouble) / 1000;
