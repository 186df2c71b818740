import { AppendFile } from '../../exhibits/append-file.ts';
import { decodeChanges, encodeChange } from '../../exhibits/guide-record.ts';
import type { Change, OpenSubject } from '../../subject.ts';
import { modelSubject, type Opened, type Persistence, unsupported } from './model-store.ts';

interface Habits {
  /** A start compares the checksums of what it reads. */
  checked: boolean;
  /** Callers are answered before their record is written. */
  answersFirst: boolean;
  /** Half a record at the end is cut off before anything is written behind it. */
  cutsTail: boolean;
}

/** One log that is synced at every write and named durably from the beginning. */
const oneLog = (name: string, habits: Habits) => modelSubject(name, (options) => openLog(options, habits));

/** LevelDB's repair as it was in 2014: log records are read without comparing their checksums. */
export const leveldbRepair = oneLog('leveldb-repair-2014', {
  checked: false,
  answersFirst: false,
  cutsTail: true,
});

/** LevelDB with reuse_logs: what a crash left of the last record stays, and the log goes on behind it. */
export const leveldbReuse = oneLog('leveldb-reuse-2025', {
  checked: true,
  answersFirst: false,
  cutsTail: false,
});

/** A cluster of one as etcd ran it up to 3.5.4: an entry is applied and answered while its log write is under way. */
export const etcdAlone = oneLog('etcd-alone-2022', { checked: true, answersFirst: true, cutsTail: true });

async function openLog({ fileSystem, directory, fsync }: OpenSubject, habits: Habits): Promise<Opened> {
  const { file, content } = await AppendFile.open(fileSystem, `${directory}/log`);
  await fileSystem.syncDirectory(directory);
  const { changes, end } = decodeChanges(content, habits.checked);
  if (end < content.length && habits.cutsTail) await file.truncate(end);
  const log = new OneLog(file, fsync === 'always');
  return { changes, persistence: habits.answersFirst ? new AnswersFirst(log) : log };
}

class OneLog implements Persistence {
  readonly #file: AppendFile;
  readonly #syncs: boolean;

  constructor(file: AppendFile, syncs: boolean) {
    this.#file = file;
    this.#syncs = syncs;
  }

  async write(changes: readonly Change[]): Promise<void> {
    await this.#file.append(Buffer.concat(changes.map(encodeChange)));
    if (this.#syncs) await this.#file.sync();
  }

  compact = unsupported;

  sync(): Promise<void> {
    return this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Writes what it was given last when it is called the next time. */
class AnswersFirst implements Persistence {
  readonly #log: OneLog;
  #unwritten: readonly Change[] = [];

  constructor(log: OneLog) {
    this.#log = log;
  }

  async write(changes: readonly Change[]): Promise<void> {
    await this.#flush();
    this.#unwritten = changes;
  }

  compact = unsupported;

  async sync(): Promise<void> {
    await this.#flush();
    await this.#log.sync();
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#log.close();
  }

  async #flush(): Promise<void> {
    const changes = this.#unwritten;
    this.#unwritten = [];
    if (changes.length > 0) await this.#log.write(changes);
  }
}
