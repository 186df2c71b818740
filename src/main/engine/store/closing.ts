/** Tells work that is under way that its store closes. Most stores close without any: the signal is made on demand. */
export class Closing {
  #controller: AbortController | null = null;
  #begun = false;

  get begun(): boolean {
    return this.#begun;
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#begun) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  begin(): void {
    this.#begun = true;
    this.#controller?.abort();
  }
}
