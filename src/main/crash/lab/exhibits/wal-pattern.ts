import { looseText, utf8 } from '../../../../shared/bytes.ts';
import type { FileSystem } from '../../../engine/fs/file-system.ts';
import type { Answered, Change, Contents, OpenSubject, Subject, SubjectStore } from '../subject.ts';
import { AppendFile } from './append-file.ts';
import { believing, done, exhibitWorkloads, refusing } from './exhibit.ts';
import { KeySpace } from './key-space.ts';
import { writeBeside } from './write-beside.ts';

const logName = 'wal.log';
const tableName = 'table.json';
/** An entry is a line that begins with its flag. */
const pending = utf8('-');
const applied = utf8('+');

/** What a start does with the log: all of it again, or only what is not flagged as applied. */
type Replays = 'all' | 'unapplied';

/**
 * The write-ahead log as a pattern: each operation is appended and synced under `always`, applied to the table in
 * memory, and flagged as applied where it stands. A checkpoint writes the table and empties the log.
 */
const walSubject = (name: string, replays: Replays): Subject => ({
  name,
  workloads: [...exhibitWorkloads, 'snapshot'],
  readsWithoutWriting: false,
  closingProves: false,
  open: (options) => refusing(() => WalPatternStore.open(options, replays)),
});

/** A start replays every entry since the checkpoint. */
export const walPattern = walSubject('wal-pattern', 'all');

/** A start goes on where the flags say that it had got to, though the table was only in memory. */
export const walAppliedFlags = walSubject('wal-applied-flags', 'unapplied');

class WalPatternStore implements SubjectStore {
  readonly opening = believing;
  readonly #fileSystem: FileSystem;
  readonly #directory: string;
  readonly #syncs: boolean;
  readonly #log: AppendFile;
  readonly #table = new KeySpace();
  readonly #now: () => number;

  private constructor(options: OpenSubject, log: AppendFile) {
    this.#fileSystem = options.fileSystem;
    this.#directory = options.directory;
    this.#syncs = options.fsync === 'always';
    this.#now = options.now;
    this.#log = log;
  }

  static async open(options: OpenSubject, replays: Replays): Promise<WalPatternStore> {
    const { fileSystem, directory } = options;
    if ((await fileSystem.stat(directory)) === null) await fileSystem.mkdir(directory);
    const { file: log, content } = await AppendFile.open(fileSystem, `${directory}/${logName}`);
    const store = new WalPatternStore(options, log);
    await store.#loadTable();
    for (const line of looseText(content).split('\n')) {
      if (line === '' || (replays === 'unapplied' && line.startsWith('+'))) continue;
      store.#table.apply(JSON.parse(line.slice(1)) as Change);
    }
    return store;
  }

  async change(change: Change): Promise<Answered> {
    if (change.op === 'delete' && !this.#table.has(change.key)) return { ...done, wrote: false };
    await refusing(async () => {
      const flagAt = this.#log.end;
      await this.#log.append(Buffer.concat([pending, utf8(`${JSON.stringify(change)}\n`)]));
      if (this.#syncs) await this.#log.sync();
      this.#table.apply(change);
      await this.#log.overwrite(applied, flagAt);
    });
    return done;
  }

  async batch(changes: readonly Change[]): Promise<Answered> {
    for (const change of changes) await this.change(change);
    return done;
  }

  /** The checkpoint. */
  compact(): Promise<void> {
    return refusing(async () => {
      const content = utf8(JSON.stringify(this.#table.changes()));
      const path = `${this.#directory}/${tableName}`;
      await writeBeside({ fileSystem: this.#fileSystem, path, content, sync: true });
      await this.#log.truncate(0);
    });
  }

  sync(): Promise<void> {
    return refusing(() => this.#log.sync());
  }

  async read(): Promise<{ contents: Contents; unreadable: readonly string[] }> {
    return { contents: this.#table.contents(this.#now()), unreadable: [] };
  }

  close(): Promise<void> {
    return refusing(() => this.#log.close());
  }

  async #loadTable(): Promise<void> {
    const path = `${this.#directory}/${tableName}`;
    if ((await this.#fileSystem.stat(path)) === null) return;
    const changes = JSON.parse(looseText(await this.#fileSystem.readFile(path))) as Change[];
    for (const change of changes) this.#table.apply(change);
  }
}
