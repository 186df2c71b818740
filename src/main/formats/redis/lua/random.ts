/** Steps of the 48-bit generator, as `drand48` and its like have it. */
const factor = 0x5deece66dn;
const addend = 0xbn;
const mask = (1n << 48n) - 1n;
const startBits = 0x330en;
/** Redis takes the remainder by it, and divides by it. */
const most = 2 ** 31 - 1;

/** The numbers that `math.random` is made of in Redis: the same in every script, on every machine. */
export class ScriptRandom {
  #state = startBits;

  /** 32 bits, with or without a sign. */
  seed(seed: number): void {
    this.#state = (BigInt.asUintN(32, BigInt(seed)) << 16n) | startBits;
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state * factor + addend) & mask;
    return (Number(this.#state >> 17n) % most) / most;
  }
}
