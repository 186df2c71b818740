import type { FileHandle, FileSystem } from '../../../engine/fs/file-system.ts';
import type { Answered, Change, Contents, OpenSubject, Subject, SubjectStore } from '../subject.ts';
import { believing, done, exhibitWorkloads, refusing } from './exhibit.ts';
import { decodeChanges, encodeChange } from './guide-record.ts';

const logName = 'data.log';

/**
 * The guide's append-only log: each change is appended with its checksum, and synced where the policy is `always`.
 * A start replays it up to the first record that is not sound and cuts off the rest. Compaction writes the live
 * records to a new file, syncs it and renames it over the log. No directory is ever synced.
 */
export const guide: Subject = {
  name: 'guide',
  workloads: [...exhibitWorkloads, 'snapshot'],
  readsWithoutWriting: false,
  closingProves: false,
  open: (options) => refusing(() => GuideStore.open(options)),
};

/** The same log, flushed to the system and never synced, whatever was promised. */
export const guideNoFsync: Subject = {
  ...guide,
  name: 'guide-no-fsync',
  open: (options) => guide.open({ ...options, fsync: 'no' }),
};

class GuideStore implements SubjectStore {
  readonly opening = believing;
  readonly #fileSystem: FileSystem;
  readonly #path: string;
  readonly #syncs: boolean;
  #log: FileHandle;
  #end: number;
  readonly #state = new Map<string, string>();

  private constructor(options: OpenSubject, path: string, log: FileHandle, end: number) {
    this.#fileSystem = options.fileSystem;
    this.#path = path;
    this.#syncs = options.fsync === 'always';
    this.#log = log;
    this.#end = end;
  }

  static async open(options: OpenSubject): Promise<GuideStore> {
    const { fileSystem, directory } = options;
    if ((await fileSystem.stat(directory)) === null) await fileSystem.mkdir(directory);
    const path = `${directory}/${logName}`;
    const log = await fileSystem.open(path, 'open-or-create');
    const content = await fileSystem.readFile(path);
    const { changes, end } = decodeChanges(content);
    if (end < content.length) await log.truncate(end);
    const store = new GuideStore(options, path, log, end);
    for (const change of changes) store.#apply(change);
    return store;
  }

  async change(change: Change): Promise<Answered> {
    if (change.op === 'delete' && !this.#state.has(change.key)) return { ...done, wrote: false };
    const record = encodeChange(change);
    await refusing(async () => {
      await this.#log.write(record, this.#end);
      this.#end += record.length;
      if (this.#syncs) await this.#log.sync();
    });
    this.#apply(change);
    return done;
  }

  /** One record after the other: nothing holds them together. */
  async batch(changes: readonly Change[]): Promise<Answered> {
    for (const change of changes) await this.change(change);
    return done;
  }

  compact(): Promise<void> {
    return refusing(async () => {
      const temporary = `${this.#path}.compact`;
      const live = [...this.#state].map(([key, value]) => encodeChange({ op: 'set', key, value }));
      const content = Buffer.concat(live);
      const file = await this.#fileSystem.open(temporary, 'open-or-create');
      await file.truncate(0);
      await file.write(content, 0);
      await file.sync();
      await this.#log.close();
      await this.#fileSystem.rename(temporary, this.#path);
      this.#log = file;
      this.#end = content.length;
    });
  }

  sync(): Promise<void> {
    return refusing(() => this.#log.sync());
  }

  async read(): Promise<{ contents: Contents; unreadable: readonly string[] }> {
    return { contents: new Map(this.#state), unreadable: [] };
  }

  close(): Promise<void> {
    return refusing(() => this.#log.close());
  }

  #apply(change: Change): void {
    if (change.op === 'delete') this.#state.delete(change.key);
    else this.#state.set(change.key, change.value);
  }
}
