import { looseText, utf8 } from '../../../../shared/bytes.ts';
import type { FileHandle } from '../../../engine/fs/file-system.ts';
import type { Answered, Change, Contents, OpenSubject, Subject, SubjectStore } from '../subject.ts';
import { AppendFile } from './append-file.ts';
import { believing, done, exhibitWorkloads, refusing } from './exhibit.ts';
import { KeySpace } from './key-space.ts';

const logName = 'job.wal';
const resultName = 'metrics.json';

/**
 * A batch job with a log: each run's changes are logged and synced as one line, then the result file is written anew
 * in place, then the log is emptied. A start reads the result and applies what is still in the log.
 */
export const walBatchJob: Subject = {
  name: 'wal-batch-job',
  workloads: [...exhibitWorkloads, 'batches'],
  readsWithoutWriting: false,
  closingProves: false,
  open: (options) => refusing(() => BatchJobStore.open(options)),
};

class BatchJobStore implements SubjectStore {
  readonly opening = believing;
  readonly #syncs: boolean;
  readonly #log: AppendFile;
  readonly #result: FileHandle;
  readonly #metrics = new KeySpace();
  readonly #now: () => number;

  private constructor(options: OpenSubject, log: AppendFile, result: FileHandle) {
    this.#syncs = options.fsync === 'always';
    this.#now = options.now;
    this.#log = log;
    this.#result = result;
  }

  static async open(options: OpenSubject): Promise<BatchJobStore> {
    const { fileSystem, directory } = options;
    if ((await fileSystem.stat(directory)) === null) await fileSystem.mkdir(directory);
    const { file: log, content } = await AppendFile.open(fileSystem, `${directory}/${logName}`);
    const result = await fileSystem.open(`${directory}/${resultName}`, 'open-or-create');
    const store = new BatchJobStore(options, log, result);
    const text = looseText(await fileSystem.readFile(`${directory}/${resultName}`));
    if (text !== '') store.#apply(JSON.parse(text) as Change[]);
    // A line without its end was never answered.
    for (const line of looseText(content).split('\n').slice(0, -1))
      store.#apply(JSON.parse(line) as Change[]);
    return store;
  }

  async change(change: Change): Promise<Answered> {
    if (change.op === 'delete' && !this.#metrics.has(change.key)) return { ...done, wrote: false };
    return this.batch([change]);
  }

  async batch(changes: readonly Change[]): Promise<Answered> {
    await refusing(async () => {
      await this.#log.append(utf8(`${JSON.stringify(changes)}\n`));
      if (this.#syncs) await this.#log.sync();
      this.#apply(changes);
      await this.#result.truncate(0);
      await this.#result.write(utf8(JSON.stringify(this.#metrics.changes())), 0);
      if (this.#syncs) await this.#result.sync();
      await this.#log.truncate(0);
    });
    return done;
  }

  /** Its log is empty after each run. */
  async compact(): Promise<void> {}

  sync(): Promise<void> {
    return refusing(() => this.#result.sync());
  }

  async read(): Promise<{ contents: Contents; unreadable: readonly string[] }> {
    return { contents: this.#metrics.contents(this.#now()), unreadable: [] };
  }

  close(): Promise<void> {
    return refusing(async () => {
      await this.#log.close();
      await this.#result.close();
    });
  }

  #apply(changes: readonly Change[]): void {
    for (const change of changes) this.#metrics.apply(change);
  }
}
