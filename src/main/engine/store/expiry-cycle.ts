import { emptyBytes } from '../../../shared/bytes.ts';
import type { GroupCommit } from '../commit/group-commit.ts';
import type { PendingChange } from '../commit/pending-write.ts';
import type { StoreState } from './store-state.ts';

const turnEveryMs = 100;
/** What one turn deletes at most, or not many more. */
const maxDeleted = 1000;

/**
 * Deletes keys whose deadline has passed, a few at a time. They cannot be read any more by then: this gives back
 * their space, and keeps them gone if the clock is set back.
 */
export class ExpiryCycle {
  readonly #state: StoreState;
  readonly #commit: GroupCommit;
  readonly #mayWrite: () => boolean;
  readonly #onExpired: (keys: readonly Uint8Array[]) => void;
  #timer: NodeJS.Timeout | null = null;
  #deleting = false;

  /** `onExpired` hears of keys before they are deleted. */
  constructor(
    state: StoreState,
    commit: GroupCommit,
    mayWrite: () => boolean,
    onExpired: (keys: readonly Uint8Array[]) => void,
  ) {
    this.#state = state;
    this.#commit = commit;
    this.#mayWrite = mayWrite;
    this.#onExpired = onExpired;
  }

  /** Switched off, it still deletes what has expired by then. */
  turnOn(isOn: boolean): void {
    this.turn();
    this.stop();
    if (isOn) this.start();
  }

  start(): void {
    this.#timer = setInterval(() => this.turn(), turnEveryMs);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  turn(): void {
    if (this.#deleting || !this.#state.index.mayExpire || !this.#mayWrite()) return;
    const changes = this.#expired();
    if (changes.length === 0) return;
    this.#deleting = true;
    this.#onExpired(changes.map(({ key }) => key));
    const done = (): void => {
      this.#deleting = false;
    };
    const bytes = changes.reduce((sum, { key }) => sum + key.length, 0);
    this.#commit.submit({ changes, rule: 'expired', bytes, resolve: done, reject: done });
  }

  #expired(): PendingChange[] {
    const { index } = this.#state;
    return index.expired(this.#state.now(), maxDeleted).map((key) => {
      const hash = index.hash(key, 0, key.length);
      return { op: 'delete', key, hash, value: emptyBytes, type: 0, expireAt: null };
    });
  }
}
