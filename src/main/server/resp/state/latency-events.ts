/** Samples that are kept of each event. */
const maxSamples = 160;

export interface LatencySample {
  /** Seconds since 1970. */
  at: number;
  ms: number;
}

interface Series {
  samples: LatencySample[];
  maxMs: number;
}

/** What took longer than `latency-monitor-threshold`, by what it was: the longest of each second. */
export class LatencyEvents {
  readonly #series = new Map<string, Series>();

  add(event: string, at: number, ms: number): void {
    const series = this.#series.get(event) ?? { samples: [], maxMs: 0 };
    this.#series.set(event, series);
    series.maxMs = Math.max(series.maxMs, ms);
    const last = series.samples.at(-1);
    if (last?.at === at) {
      last.ms = Math.max(last.ms, ms);
      return;
    }
    series.samples.push({ at, ms });
    if (series.samples.length > maxSamples) series.samples.shift();
  }

  get events(): { event: string; last: LatencySample; maxMs: number }[] {
    return [...this.#series].map(([event, { samples, maxMs }]) => {
      return { event, last: samples.at(-1) as LatencySample, maxMs };
    });
  }

  readonly history = (event: string): readonly LatencySample[] => this.#series.get(event)?.samples ?? [];

  /** Forgets these events, or all of them; returns how many there were. */
  reset(events: readonly string[]): number {
    const named = new Set(events.map((event) => event.toLowerCase()));
    const chosen = [...this.#series.keys()].filter((event) => named.size === 0 || named.has(event));
    for (const event of chosen) this.#series.delete(event);
    return chosen.length;
  }
}
