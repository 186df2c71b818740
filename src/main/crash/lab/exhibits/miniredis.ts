import { looseText, utf8 } from '../../../../shared/bytes.ts';
import type { FileSystem } from '../../../engine/fs/file-system.ts';
import type { Answered, Change, Contents, OpenSubject, Subject, SubjectStore } from '../subject.ts';
import { AppendFile } from './append-file.ts';
import { believing, done, exhibitWorkloads, refusing } from './exhibit.ts';
import { type Held, KeySpace } from './key-space.ts';
import { writeBeside } from './write-beside.ts';

const logName = 'appendonly.aof';
const snapshotName = 'dump.rdb.json';

/** What a line of the log says. */
type LogLine =
  | { op: 'PUT'; key: string; value: string; expiry: number | null }
  | { op: 'DELETE'; key: string };

/**
 * MiniRedis as a log of JSON lines that is flushed to the system, and a snapshot by temp and rename after which the
 * log is emptied. Neither file has an fsync, whatever was promised.
 */
export const miniredis: Subject = {
  name: 'miniredis',
  workloads: [...exhibitWorkloads, 'ttl', 'snapshot'],
  readsWithoutWriting: false,
  closingProves: false,
  open: (options) => refusing(() => MiniRedisStore.open({ ...options, fsync: 'no' })),
};

/** The same with the policy that its readers are asked to add: under `always` each line has its fsync. */
export const miniredisFsync: Subject = {
  ...miniredis,
  name: 'miniredis-fsync',
  open: (options) => refusing(() => MiniRedisStore.open(options)),
};

class MiniRedisStore implements SubjectStore {
  readonly opening = believing;
  readonly #fileSystem: FileSystem;
  readonly #directory: string;
  readonly #syncs: boolean;
  readonly #log: AppendFile;
  readonly #keys = new KeySpace();
  readonly #now: () => number;

  private constructor(options: OpenSubject, log: AppendFile) {
    this.#fileSystem = options.fileSystem;
    this.#directory = options.directory;
    this.#syncs = options.fsync === 'always';
    this.#now = options.now;
    this.#log = log;
  }

  /** The snapshot first, then every line of the log: one that is no JSON ends the start with an error. */
  static async open(options: OpenSubject): Promise<MiniRedisStore> {
    const { fileSystem, directory } = options;
    if ((await fileSystem.stat(directory)) === null) await fileSystem.mkdir(directory);
    const { file: log, content } = await AppendFile.open(fileSystem, `${directory}/${logName}`);
    const store = new MiniRedisStore(options, log);
    await store.#loadSnapshot();
    for (const line of looseText(content).split('\n')) {
      if (line.trim() !== '') store.#keys.apply(changeOf(JSON.parse(line) as LogLine));
    }
    return store;
  }

  async change(change: Change): Promise<Answered> {
    if (change.op === 'delete' && !this.#keys.has(change.key)) return { ...done, wrote: false };
    await refusing(async () => {
      await this.#log.append(utf8(`${JSON.stringify(lineOf(change))}\n`));
      if (this.#syncs) await this.#log.sync();
    });
    this.#keys.apply(change);
    return done;
  }

  async batch(changes: readonly Change[]): Promise<Answered> {
    for (const change of changes) await this.change(change);
    return done;
  }

  compact(): Promise<void> {
    return refusing(async () => {
      const content = utf8(JSON.stringify(Object.fromEntries(this.#keys.entries())));
      const path = `${this.#directory}/${snapshotName}`;
      await writeBeside({ fileSystem: this.#fileSystem, path, content, sync: false });
      await this.#log.truncate(0);
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

  async #loadSnapshot(): Promise<void> {
    const path = `${this.#directory}/${snapshotName}`;
    if ((await this.#fileSystem.stat(path)) === null) return;
    const keys = JSON.parse(looseText(await this.#fileSystem.readFile(path))) as Record<string, Held>;
    for (const [key, { value, expireAt }] of Object.entries(keys))
      this.#keys.apply(setOf(key, value, expireAt));
  }
}

function lineOf(change: Change): LogLine {
  const { key } = change;
  if (change.op === 'delete') return { op: 'DELETE', key };
  return { op: 'PUT', key, value: change.value, expiry: change.expireAt ?? null };
}

const changeOf = (line: LogLine): Change =>
  line.op === 'DELETE' ? { op: 'delete', key: line.key } : setOf(line.key, line.value, line.expiry);

const setOf = (key: string, value: string, expireAt: number | null): Change => ({
  op: 'set',
  key,
  value,
  ...(expireAt === null ? {} : { expireAt }),
});
