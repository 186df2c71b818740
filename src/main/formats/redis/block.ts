/** How many elements lie side by side at most: to put one among them moves no more than these. */
export const blockShift = 6;
export const blockLength = 1 << blockShift;

/**
 * Some elements of many, side by side. Whoever writes all of them again and again notes here what the block comes to,
 * so that only what has changed is written anew.
 */
export class Block<T> {
  readonly #elements: T[];
  /** What someone has made of the elements; null = nobody has since they changed. */
  note: Uint8Array | null = null;

  constructor(elements: T[]) {
    this.#elements = elements;
  }

  get length(): number {
    return this.#elements.length;
  }

  /** To look at. */
  get elements(): readonly T[] {
    return this.#elements;
  }

  /** To change, now and not later. */
  change(): T[] {
    this.note = null;
    return this.#elements;
  }
}
