/** Which ids have been given to keys, and which can be. */
export class EntryIds {
  /** Ids that held a key once and can be given to another. */
  readonly #free: number[];
  /** Ids given back while someone holds ids: free when nobody does. */
  readonly #waiting: number[] = [];
  #end: number;
  #holders = 0;

  constructor(end = 0, free: number[] = []) {
    this.#end = end;
    this.#free = free;
  }

  /** No id from here on has been given yet. */
  get end(): number {
    return this.#end;
  }

  get hasFree(): boolean {
    return this.#free.length > 0;
  }

  /** Ids that hold no key. */
  get unused(): number[] {
    return [...this.#free, ...this.#waiting];
  }

  /** Those of them whose keys a holder may still read. */
  get waiting(): readonly number[] {
    return this.#waiting;
  }

  take(): number {
    return this.#free.pop() ?? this.#end++;
  }

  /** So many ids follow each other from `end` on, and are given. */
  takeRun(count: number): void {
    this.#end += count;
  }

  /** Leaves out the ids before this one, which can still be given. */
  skipTo(end: number): void {
    for (let id = end - 1; id >= this.#end; id--) this.#free.push(id);
    this.#end = end;
  }

  /** The id can be given to another key. */
  free(id: number): void {
    this.#free.push(id);
  }

  get areHeld(): boolean {
    return this.#holders > 0;
  }

  /** The id is to be freed when nobody holds ids any more. */
  wait(id: number): void {
    this.#waiting.push(id);
  }

  hold(): void {
    this.#holders++;
  }

  /** One holder less. Returns the ids that need not wait any longer, for the caller to free. */
  release(): number[] {
    return --this.#holders > 0 ? [] : this.#waiting.splice(0);
  }
}
