import { LatencyHistogram } from './latency-histogram.ts';

/** Of quick commands one call in so many is timed, the first among them: the clock would cost as much as they do. */
const timedOneIn = 64;

/** How often a command was asked for, and what came of it. */
export class CommandStats {
  calls = 0;
  /** Not even tried: too few words, no password, no memory left … */
  rejected = 0;
  failed = 0;
  /** Calls that were timed, and how long they took together. */
  #timed = 0;
  #timedMicroseconds = 0;
  /** null until a call has been timed while latencies are tracked. */
  histogram: LatencyHistogram | null = null;

  get isToBeTimed(): boolean {
    return this.calls % timedOneIn === 0;
  }

  reset(): void {
    this.calls = 0;
    this.rejected = 0;
    this.failed = 0;
    this.#timed = 0;
    this.#timedMicroseconds = 0;
    this.histogram = null;
  }

  took(microseconds: number, isTracked: boolean): void {
    this.#timed++;
    this.#timedMicroseconds += microseconds;
    if (!isTracked) return;
    this.histogram ??= new LatencyHistogram();
    this.histogram.add(microseconds);
  }

  /** Of all calls, reckoned from those that were timed. */
  get microseconds(): number {
    return this.#timed === 0 ? 0 : Math.round((this.#timedMicroseconds * this.calls) / this.#timed);
  }
}
