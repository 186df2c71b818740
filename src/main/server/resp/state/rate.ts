/** How fast a count grows, a second, between the last two looks at it. */
export class Rate {
  #perSecond = 0;
  #count = 0;
  #lookedAtMs: number;

  constructor(nowMs: number) {
    this.#lookedAtMs = nowMs;
  }

  get perSecond(): number {
    return this.#perSecond;
  }

  look(count: number, nowMs: number): void {
    const ms = nowMs - this.#lookedAtMs;
    if (ms <= 0) return;
    // A count that has begun anew is not below nothing.
    this.#perSecond = (Math.max(0, count - this.#count) * 1000) / ms;
    this.#count = count;
    this.#lookedAtMs = nowMs;
  }
}
