import { looseText, utf8 } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import {
  type Answered,
  type Change,
  type Opening,
  type OpenSubject,
  type ReadAll,
  Refusal,
  type Subject,
  type SubjectStore,
} from '../../crash/lab/subject.ts';
import { workloadNames } from '../../crash/lab/workloads.ts';
import type { OpenOptions, Store, Verdict, Written } from '../../engine/api.ts';
import { open } from '../../engine/open.ts';
import type { Check } from '../../engine/scan/checks.ts';
import { EditedValues } from '../../engine/store/edited-values.ts';

/** What every run's store is called, so that every run writes the same bytes. */
const storeId = utf8('the crash lab 16');
/** What stands in the lock file instead of this process and the time of day. */
const holder = utf8('{"pid":1,"host":"lab","since":"2023-11-14T22:13:20.000Z","app":"walscope"}\n');

/** Verdicts that a crash alone may end with. */
const harmless: readonly Verdict['code'][] = ['clean', 'torn-tail', 'unprovable-tail'];

type EngineOptions = Pick<OpenOptions, 'leaveOut' | 'keysInMemory'>;

/** Walscope's own engine under the crash lab: the real one, opened with these options. */
const walscopeWith = (name: string, engineOptions: EngineOptions): Subject => ({
  name,
  workloads: workloadNames,
  readsWithoutWriting: true,
  closingProves: true,
  steady: (path, data) => (path.endsWith('/LOCK') ? holder : data),
  async open(options) {
    return refusing(async () => new WalscopeSubjectStore(await openStore(options, engineOptions)));
  },
});

/** With checks that it is told to leave out. */
export const walscopeWithout = (leaveOut: ReadonlySet<Check>): Subject =>
  walscopeWith('walscope', { leaveOut });

/** With nothing taken out. */
export const walscopeSubject: Subject = walscopeWithout(new Set());

/** With an index that keeps no keys in memory: the same files, another recovery and another compaction. */
export const walscopeKeysOnDisk: Subject = walscopeWith('walscope-keys-on-disk', { keysInMemory: false });

function openStore(
  { readOnly, directory, ...others }: OpenSubject,
  engineOptions: EngineOptions,
): Promise<Store> {
  const create = !readOnly;
  return open(directory, { ...others, ...engineOptions, readOnly, create, garbageShare: null, storeId });
}

/** An honest error is a refusal; INTERNAL and anything that is not ours is a bug, and stays what it is. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WalscopeError) || error.code === 'INTERNAL') throw error;
    throw new Refusal(error.code, error.message, { isEmpty: error.code === 'NOT_FOUND', cause: error });
  }
}

class WalscopeSubjectStore implements SubjectStore {
  readonly opening: Opening;
  readonly #store: Store;
  readonly #edited = new EditedValues();

  constructor(store: Store) {
    this.#store = store;
    const { verdict, lastSeq } = store.recovery;
    this.opening = {
      reportsLoss: verdict.code !== 'clean',
      callsItDamage: !harmless.includes(verdict.code),
      sentence: verdict.sentence,
      readOnly: store.readOnly,
      lastSeq,
    };
  }

  change(change: Change): Promise<Answered> {
    return this.batch([change]);
  }

  batch(changes: readonly Change[]): Promise<Answered> {
    return refusing(async () => {
      const [first] = changes;
      if (changes.length > 1 || first === undefined) return answered(await this.#store.batch(changes));
      if (first.op === 'delete') {
        const wrote = await this.#store.delete(first.key);
        return { durable: false, wrote, lastSeq: null };
      }
      const { key, value, expireAt } = first;
      if (first.isEdit) return answered(await this.#store.batchOf(this.#edited.list([first])));
      return answered(await this.#store.set(key, value, expireAt === undefined ? {} : { expireAt }));
    });
  }

  compact(full: boolean): Promise<void> {
    return refusing(async () => {
      await (full ? this.#store.snapshot() : this.#store.compact());
    });
  }

  sync(): Promise<void> {
    return refusing(async () => {
      await this.#store.sync();
    });
  }

  /** An index that keeps no keys in memory reads them here, and may have to say that it cannot. */
  read(): Promise<ReadAll> {
    return refusing(() => this.#read());
  }

  async #read(): Promise<ReadAll> {
    const contents = new Map<string, string>();
    const deadlines = new Map<string, number>();
    const unreadable: string[] = [];
    const view = await this.#store.orderedView({ sorted: false });
    try {
      for (const id of view.ids) {
        const key = view.key(id);
        try {
          const value = this.#store.getSync(key);
          if (value === null) continue;
          contents.set(looseText(key), looseText(value));
          const expireAt = view.location(id)?.expireAt ?? null;
          if (expireAt !== null) deadlines.set(looseText(key), expireAt);
        } catch (error) {
          if (!(error instanceof WalscopeError) || error.code === 'INTERNAL') throw error;
          unreadable.push(looseText(key));
        }
      }
    } finally {
      view.release();
    }
    return { contents, unreadable, deadlines };
  }

  close(): Promise<void> {
    return refusing(() => this.#store.close());
  }
}

const answered = ({ durable, lastSeq }: Written): Answered => ({ durable, wrote: true, lastSeq });
