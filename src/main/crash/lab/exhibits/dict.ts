import {
  type Answered,
  type Change,
  type Contents,
  Refusal,
  type Subject,
  type SubjectStore,
} from '../subject.ts';
import { believing, done, exhibitWorkloads } from './exhibit.ts';
import { KeySpace } from './key-space.ts';

/** A dict in the memory of the process: nothing is ever written anywhere. */
export const dict: Subject = {
  name: 'dict',
  workloads: [...exhibitWorkloads, 'batches', 'ttl', 'snapshot'],
  readsWithoutWriting: true,
  closingProves: false,
  open: async ({ now }) => new DictStore(now),
};

class DictStore implements SubjectStore {
  readonly opening = believing;
  readonly #keys = new KeySpace();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  change(change: Change): Promise<Answered> {
    return this.batch([change]);
  }

  async batch(changes: readonly Change[]): Promise<Answered> {
    for (const change of changes) this.#keys.apply(change);
    return done;
  }

  async compact(): Promise<void> {}

  async sync(): Promise<void> {
    throw new Refusal('UNSUPPORTED', 'It has no file.');
  }

  async read(): Promise<{ contents: Contents; unreadable: readonly string[] }> {
    return { contents: this.#keys.contents(this.#now()), unreadable: [] };
  }

  async close(): Promise<void> {}
}
