import type { FileHandle } from '../../../engine/fs/file-system.ts';
import { decodeChanges, encodeChange } from '../exhibits/guide-record.ts';
import type { Answered, Change, Opening, OpenSubject, ReadAll, Subject, SubjectStore } from '../subject.ts';
import { workloadNames } from '../workloads.ts';

/** What a log can do wrong, one at a time. */
export const flaws = [
  'none',
  /** Of two values of a key it believes the one with the later time. */
  'trusts-the-clock',
  /** A file that cannot be read is taken for an empty one. */
  'shrugs-at-read-errors',
  /** Looking at it cuts off what it does not understand. */
  'repairs-when-reading',
  /** A snapshot leaves out the key that was written last. */
  'forgets-in-snapshots',
  'forgets-deadlines',
  /** Numbers begin anew at each start. */
  'counts-anew',
] as const;
export type Flaw = (typeof flaws)[number];

const logPath = 'log';
const separator = '|';

interface Kept {
  value: string;
  timeMs: number;
  expireAt: number | null;
}

/** A log with a checksum for each record, and all fsyncs that it needs; but for its flaw. */
export function carelessLog(flaw: Flaw): Subject {
  return {
    name: `careless-${flaw}`,
    workloads: workloadNames,
    readsWithoutWriting: true,
    closingProves: true,
    open: (options) => CarelessStore.open(options, flaw),
  };
}

class CarelessStore implements SubjectStore {
  readonly opening: Opening;
  readonly #flaw: Flaw;
  readonly #options: OpenSubject;
  readonly #keys = new Map<string, Kept>();
  #log: FileHandle;
  #end = 0;
  #seq = 0;

  private constructor(options: OpenSubject, flaw: Flaw, log: FileHandle, bytes: Uint8Array) {
    this.#options = options;
    this.#flaw = flaw;
    this.#log = log;
    const { changes, end } = decodeChanges(bytes);
    for (const change of changes) this.#apply(change);
    this.#end = end;
    this.#seq = flaw === 'counts-anew' ? 0 : changes.length;
    const { readOnly } = options;
    const sentence = 'It opened.';
    this.opening = { reportsLoss: false, callsItDamage: false, sentence, readOnly, lastSeq: this.#seq };
  }

  static async open(options: OpenSubject, flaw: Flaw): Promise<CarelessStore> {
    const { fileSystem, directory, readOnly } = options;
    const path = `${directory}/${logPath}`;
    if ((await fileSystem.stat(directory)) === null && !readOnly) {
      await fileSystem.mkdir(directory);
      await fileSystem.syncDirectory('/');
    }
    if ((await fileSystem.stat(path)) === null && readOnly) return CarelessStore.#empty(options, flaw);
    const writes = !readOnly || flaw === 'repairs-when-reading';
    const log = await fileSystem.open(path, writes ? 'open-or-create' : 'read');
    await (readOnly ? undefined : fileSystem.syncDirectory(directory));
    const bytes = new Uint8Array(await log.size());
    await log.read(bytes, 0).catch((error: unknown) => {
      if (flaw !== 'shrugs-at-read-errors') throw error;
      bytes.fill(0);
    });
    const store = new CarelessStore(options, flaw, log, bytes);
    if (writes && store.#end < bytes.length) await log.truncate(store.#end);
    return store;
  }

  static #empty(options: OpenSubject, flaw: Flaw): CarelessStore {
    return new CarelessStore(options, flaw, noFile, new Uint8Array(0));
  }

  change(change: Change): Promise<Answered> {
    return this.batch([change]);
  }

  async batch(changes: readonly Change[]): Promise<Answered> {
    const timeMs = this.#options.now();
    for (const change of changes) {
      const stamped = stampedWith(change, timeMs);
      const record = encodeChange(stamped);
      await this.#log.write(record, this.#end);
      this.#end += record.length;
      this.#apply(stamped);
      this.#seq += 1;
    }
    await this.#log.sync();
    return { durable: true, wrote: true, lastSeq: this.#seq };
  }

  async compact(): Promise<void> {
    const kept = [...this.#keys];
    const live = this.#flaw === 'forgets-in-snapshots' ? kept.slice(0, -1) : kept;
    const records = live.map(([key, each]) => encodeChange({ op: 'set', key, value: stampOf(each) }));
    await this.#replaceLog(Buffer.concat(records));
  }

  async sync(): Promise<void> {
    await this.#log.sync();
  }

  async read(): Promise<ReadAll> {
    const alive = [...this.#keys].filter(
      ([, { expireAt }]) => expireAt === null || expireAt > this.#options.now(),
    );
    const contents = new Map(alive.map(([key, { value }]) => [key, value]));
    const timed = alive.filter(([, { expireAt }]) => expireAt !== null && this.#flaw !== 'forgets-deadlines');
    const deadlines = new Map(timed.map(([key, { expireAt }]) => [key, expireAt ?? 0]));
    return { contents, unreadable: [], deadlines };
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  #apply(change: Change): void {
    if (change.op === 'delete') {
      this.#keys.delete(change.key);
      return;
    }
    const next = keptOf(change.value);
    const before = this.#keys.get(change.key);
    const isOlder = before !== undefined && next.timeMs < before.timeMs;
    if (this.#flaw !== 'trusts-the-clock' || !isOlder) this.#keys.set(change.key, next);
  }

  async #replaceLog(content: Uint8Array): Promise<void> {
    const { fileSystem, directory } = this.#options;
    const temporary = `${directory}/${logPath}.new`;
    const file = await fileSystem.open(temporary, 'open-or-create');
    await file.truncate(0);
    await file.write(content, 0);
    await file.sync();
    await this.#log.close();
    await fileSystem.rename(temporary, `${directory}/${logPath}`);
    await fileSystem.syncDirectory(directory);
    this.#log = file;
    this.#end = content.length;
  }
}

const stampOf = ({ timeMs, expireAt, value }: Kept): string =>
  [timeMs, expireAt ?? '', value].join(separator);

function stampedWith(change: Change, timeMs: number): Change {
  if (change.op === 'delete') return change;
  const { key, value, expireAt = null } = change;
  return { op: 'set', key, value: stampOf({ timeMs, expireAt, value }) };
}

function keptOf(stamp: string): Kept {
  const [timeMs = '', expireAt = '', ...value] = stamp.split(separator);
  return {
    timeMs: Number(timeMs),
    expireAt: expireAt === '' ? null : Number(expireAt),
    value: value.join(separator),
  };
}

/** Where there is no file yet, nothing is read from it. */
const noFile: FileHandle = {
  read: async () => 0,
  readSync: () => 0,
  write: async () => undefined,
  writeSync: () => undefined,
  sync: async () => undefined,
  syncSync: () => undefined,
  truncate: async () => undefined,
  size: async () => 0,
  tryLock: () => true,
  close: async () => undefined,
};
