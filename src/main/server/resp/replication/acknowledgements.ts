import type { ClientState } from '../clients/client-state.ts';

interface Waiting {
  client: ClientState;
  isEnough: () => boolean;
  done: () => void;
}

/** Clients in WAIT. */
export class Acknowledgements {
  readonly #waiting = new Set<Waiting>();

  /** Resolves when it is enough, the time is over (null = never), or the client has gone. */
  until(client: ClientState, isEnough: () => boolean, timeoutMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = timeoutMs === null ? null : setTimeout(() => waiting.done(), timeoutMs);
      const waiting: Waiting = {
        client,
        isEnough,
        done: () => {
          if (timer) clearTimeout(timer);
          this.#waiting.delete(waiting);
          resolve();
        },
      };
      this.#waiting.add(waiting);
    });
  }

  /** A replica has acknowledged something. */
  came(): void {
    for (const waiting of this.#waiting) if (waiting.isEnough()) waiting.done();
  }

  forget(client: ClientState): void {
    for (const waiting of this.#waiting) if (waiting.client === client) waiting.done();
  }

  /** Nobody will hear anything more. */
  end(): void {
    for (const waiting of this.#waiting) waiting.done();
  }
}
