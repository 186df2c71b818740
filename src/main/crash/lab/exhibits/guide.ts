import type { FileSystem } from '../../../engine/fs/file-system.ts';
import {
  type Answered,
  type Change,
  type Contents,
  type OpenSubject,
  Refusal,
  type Subject,
  type SubjectStore,
} from '../subject.ts';
import { AppendFile } from './append-file.ts';
import { believing, done, exhibitWorkloads, refusing } from './exhibit.ts';
import { decodeChanges, encodeChange } from './guide-record.ts';
import { KeySpace } from './key-space.ts';

const logName = 'data.log';

/** How far the guide has come. */
interface Phase {
  /** A start reads the log. */
  replays: boolean;
  compacts: boolean;
}

const guideSubject = (name: string, phase: Phase): Subject => ({
  name,
  workloads: phase.compacts ? [...exhibitWorkloads, 'snapshot'] : exhibitWorkloads,
  readsWithoutWriting: false,
  closingProves: false,
  open: (options) => refusing(() => GuideStore.open(options, phase)),
});

/** The write path alone: each change is appended and synced, and a start reads nothing of it. */
export const guideWritePath = guideSubject('guide-write-path', { replays: false, compacts: false });

/** A start replays the log up to the first record that is not sound, and cuts off the rest. */
export const guideReplay = guideSubject('guide-replay', { replays: true, compacts: false });

/** Compaction writes the live records to a new file, syncs it and renames it over the log; no directory is synced. */
export const guide = guideSubject('guide', { replays: true, compacts: true });

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
  readonly #compacts: boolean;
  readonly #keys = new KeySpace();
  readonly #now: () => number;
  #log: AppendFile;

  private constructor(options: OpenSubject, path: string, log: AppendFile, phase: Phase) {
    this.#fileSystem = options.fileSystem;
    this.#path = path;
    this.#syncs = options.fsync === 'always';
    this.#compacts = phase.compacts;
    this.#now = options.now;
    this.#log = log;
  }

  static async open(options: OpenSubject, phase: Phase): Promise<GuideStore> {
    const { fileSystem, directory } = options;
    if ((await fileSystem.stat(directory)) === null) await fileSystem.mkdir(directory);
    const path = `${directory}/${logName}`;
    const { file: log, content } = await AppendFile.open(fileSystem, path);
    const store = new GuideStore(options, path, log, phase);
    if (!phase.replays) return store;
    const { changes, end } = decodeChanges(content);
    if (end < content.length) await log.truncate(end);
    for (const change of changes) store.#keys.apply(change);
    return store;
  }

  async change(change: Change): Promise<Answered> {
    if (change.op === 'delete' && !this.#keys.has(change.key)) return { ...done, wrote: false };
    await refusing(async () => {
      await this.#log.append(encodeChange(change));
      if (this.#syncs) await this.#log.sync();
    });
    this.#keys.apply(change);
    return done;
  }

  /** One record after the other: nothing holds them together. */
  async batch(changes: readonly Change[]): Promise<Answered> {
    for (const change of changes) await this.change(change);
    return done;
  }

  compact(): Promise<void> {
    if (!this.#compacts) throw new Refusal('UNSUPPORTED', 'It cannot shrink its log yet.');
    return refusing(async () => {
      const temporary = `${this.#path}.compact`;
      const { file } = await AppendFile.open(this.#fileSystem, temporary);
      await file.truncate(0);
      await file.append(Buffer.concat(this.#keys.changes().map(encodeChange)));
      await file.sync();
      await this.#log.close();
      await this.#fileSystem.rename(temporary, this.#path);
      this.#log = file;
    });
  }

  sync(): Promise<void> {
    return refusing(() => this.#log.sync());
  }

  async read(): Promise<{ contents: Contents; unreadable: readonly string[] }> {
    return { contents: this.#keys.contents(this.#now()), unreadable: [] };
  }

  close(): Promise<void> {
    return refusing(() => this.#log.close());
  }
}
