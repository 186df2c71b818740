import type { Change, Contents } from '../subject.ts';

export interface Held {
  value: string;
  /** ms since 1970; null = for good. */
  expireAt: number | null;
}

/** The keys of an engine that has all of them in memory. */
export class KeySpace {
  readonly #keys = new Map<string, Held>();

  apply(change: Change): void {
    if (change.op === 'delete') this.#keys.delete(change.key);
    else this.#keys.set(change.key, { value: change.value, expireAt: change.expireAt ?? null });
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  entries(): Iterable<[string, Held]> {
    return this.#keys;
  }

  /** What is needed to make the same keys again. */
  changes(): Change[] {
    return [...this.#keys].map(([key, { value, expireAt }]) => ({
      op: 'set',
      key,
      value,
      ...(expireAt === null ? {} : { expireAt }),
    }));
  }

  /** What a reader sees at that time. */
  contents(nowMs: number): Contents {
    const alive = [...this.#keys].filter(([, { expireAt }]) => expireAt === null || expireAt > nowMs);
    return new Map(alive.map(([key, { value }]) => [key, value]));
  }
}
