interface Counter {
  segment: number;
  bytes: number;
}

/** Bytes of the records in each segment that are the newest of their keys. */
export class LiveBytes {
  readonly #counters = new Map<number, Counter>();
  /** Changes come in runs for the same segment. */
  #last: Counter | null = null;

  constructor(bytesOf: ReadonlyMap<number, number> = new Map()) {
    for (const [segment, bytes] of bytesOf) this.#counters.set(segment, { segment, bytes });
  }

  get bytesOf(): ReadonlyMap<number, number> {
    return new Map([...this.#counters.values()].map(({ segment, bytes }) => [segment, bytes]));
  }

  of(segment: number): number {
    return this.#counters.get(segment)?.bytes ?? 0;
  }

  add(segment: number, bytes: number): void {
    const counter = this.#last?.segment === segment ? this.#last : this.#counter(segment);
    counter.bytes += bytes;
    this.#last = counter;
    // Segments come and go: one that holds nothing is forgotten.
    if (counter.bytes === 0) this.#forget(counter);
  }

  #counter(segment: number): Counter {
    const known = this.#counters.get(segment);
    if (known !== undefined) return known;
    const counter = { segment, bytes: 0 };
    this.#counters.set(segment, counter);
    return counter;
  }

  #forget(counter: Counter): void {
    this.#counters.delete(counter.segment);
    this.#last = null;
  }
}
