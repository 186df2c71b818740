import { believing, done, exhibitWorkloads, refusing } from '../../exhibits/exhibit.ts';
import { KeySpace } from '../../exhibits/key-space.ts';
import {
  type Answered,
  type Change,
  type Contents,
  type OpenSubject,
  Refusal,
  type Subject,
  type SubjectStore,
} from '../../subject.ts';

/** What a model does with the disk; its keys are all in memory. */
export interface Persistence {
  /** Returns when the caller may be answered. */
  write(changes: readonly Change[]): Promise<void>;
  compact(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface Opened {
  /** What the start found. */
  changes: readonly Change[];
  persistence: Persistence;
}

/** A subject that behaves in one respect as a system did at the time of its story, and is as small as can be else. */
export const modelSubject = (name: string, open: (options: OpenSubject) => Promise<Opened>): Subject => ({
  name,
  workloads: exhibitWorkloads,
  readsWithoutWriting: false,
  closingProves: false,
  open: (options) =>
    refusing(async () => {
      const { fileSystem, directory, now } = options;
      if ((await fileSystem.stat(directory)) === null) {
        await fileSystem.mkdir(directory);
        await fileSystem.syncDirectory('/');
      }
      return new ModelStore(await open(options), now);
    }),
});

/** What a model does not do. */
export const unsupported = async (): Promise<never> => {
  throw new Refusal('UNSUPPORTED', 'The model does not do that.');
};

class ModelStore implements SubjectStore {
  readonly opening = believing;
  readonly #keys = new KeySpace();
  readonly #persistence: Persistence;
  readonly #now: () => number;

  constructor({ changes, persistence }: Opened, now: () => number) {
    this.#persistence = persistence;
    this.#now = now;
    for (const change of changes) this.#keys.apply(change);
  }

  async change(change: Change): Promise<Answered> {
    if (change.op === 'delete' && !this.#keys.has(change.key)) return { ...done, wrote: false };
    return this.batch([change]);
  }

  async batch(changes: readonly Change[]): Promise<Answered> {
    await refusing(() => this.#persistence.write(changes));
    for (const change of changes) this.#keys.apply(change);
    return done;
  }

  compact(): Promise<void> {
    return refusing(() => this.#persistence.compact());
  }

  sync(): Promise<void> {
    return refusing(() => this.#persistence.sync());
  }

  async read(): Promise<{ contents: Contents; unreadable: readonly string[] }> {
    return { contents: this.#keys.contents(this.#now()), unreadable: [] };
  }

  close(): Promise<void> {
    return refusing(() => this.#persistence.close());
  }
}
