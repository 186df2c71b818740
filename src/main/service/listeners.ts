/** Functions to call when something has happened; adding one gives the function that removes it. */
export class Listeners {
  readonly #all = new Set<() => void>();

  add(listener: () => void): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  call(): void {
    for (const listener of [...this.#all]) listener();
  }
}
