import { WalscopeError } from '../../../../shared/errors.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';

/** On their way at once. What comes meanwhile is put together. */
const maxCommits = 8;

/** Someone who has been answered, but may not hear of it yet. */
export interface Answered {
  /** Takes what has been answered up to now; it is released, or dropped, once what came before it is settled. */
  takeAnswers(): Release;
}

/** `null`: what the answers promise has failed. */
export type Release = (how: 'send' | 'fail') => void;

/**
 * One turn of the event loop: all that clients have asked meanwhile. What it changed is committed at its end as one
 * batch, and nobody is answered before that holds; not even those who only read, as they may have seen it.
 */
export class Turns {
  readonly #keyspace: Keyspace;
  #answered = new Set<Answered>();
  #isScheduled = false;
  /** A turn has ended while too many commits were on their way: it goes on, and ends with one of them. */
  #isHeldUp = false;
  #settled: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(keyspace: Keyspace) {
    this.#keyspace = keyspace;
  }

  /** Has the answers sent at the end of this turn. */
  join(answered: Answered): void {
    this.#answered.add(answered);
    this.schedule();
  }

  /** Has what a timer changed committed as well. */
  schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#end());
  }

  /** Resolves when what has been changed up to now is committed. */
  committed(): Promise<void> {
    return new Promise((resolve, reject) => {
      const release: Release = (how) => {
        if (how === 'send') resolve();
        else
          reject(
            new WalscopeError('READ_ONLY', 'The store did not take the write: see why it turned read-only.'),
          );
      };
      this.join({ takeAnswers: () => release });
    });
  }

  /** Resolves when all that has been asked up to now is committed and answered. */
  async idle(): Promise<void> {
    do {
      this.#end();
      await this.#settled;
    } while (this.#answered.size > 0);
  }

  #end(): void {
    this.#isScheduled = false;
    this.#isHeldUp = this.#waiting >= maxCommits;
    if (this.#isHeldUp) return;
    const answered = this.#answered;
    this.#answered = new Set();
    const releases = Array.from(answered, (each) => each.takeAnswers());
    const release = (how: 'send' | 'fail'): void => {
      for (const each of releases) each(how);
    };
    if (this.#waiting === 0 && !this.#keyspace.hasChanges) {
      release('send');
      return;
    }
    this.#waiting++;
    const before = this.#settled;
    const committed = this.#keyspace.commit();
    // A failure is told to those whom it concerns; the turns after it stand for themselves.
    this.#settled = Promise.allSettled([before, committed]).then(([, result]) => {
      this.#waiting--;
      if (this.#isHeldUp) this.schedule();
      release(result.status === 'fulfilled' ? 'send' : 'fail');
    });
  }
}
