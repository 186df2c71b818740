import type { StoreEvents } from '../api.ts';

/** Who listens to a store. A listener that throws does not keep the others, or the store, from going on. */
export class EventHub {
  readonly #listeners = new Set<StoreEvents>();

  listen(events: StoreEvents): () => void {
    const own = { ...events };
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  emit<Name extends keyof StoreEvents>(
    name: Name,
    ...given: Parameters<NonNullable<StoreEvents[Name]>>
  ): void {
    for (const listener of this.#listeners) {
      const hear = listener[name] as ((...values: typeof given) => void) | undefined;
      try {
        hear?.(...given);
      } catch (error) {
        // As with any event of Node: it surfaces, but in a turn of its own.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
