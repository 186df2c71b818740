import { AppendFile } from '../../exhibits/append-file.ts';
import { decodeChanges, encodeChange } from '../../exhibits/guide-record.ts';
import type { Change, OpenSubject } from '../../subject.ts';
import { modelSubject, type Opened, type Persistence, unsupported } from './model-store.ts';

interface Habits {
  /** Under `always` each write has its fsync. */
  syncs: boolean;
  /** A start goes on with the next file although one before it ends within a record. */
  passesIncomplete: boolean;
}

const logFiles = (name: string, habits: Habits) =>
  modelSubject(name, (options) => openFiles(options, habits));

/** RocksDB's logs up to 6.15, recovered to a point in time: a log that ends within a record is taken to end before it. */
export const rocksdbLogs = logFiles('rocksdb-logs-2020', { syncs: true, passesIncomplete: true });

/** The same from then on: such a log ends the recovery. One that ends earlier, but with a whole record, does not. */
export const rocksdbLogsChecked = logFiles('rocksdb-logs-2024', { syncs: true, passesIncomplete: false });

/** JetStream's blocks as they come: published messages are acknowledged, and synced every two minutes. */
export const jetstream = logFiles('jetstream-2.12.1', { syncs: false, passesIncomplete: false });

const suffix = '.log';

async function openFiles(options: OpenSubject, { syncs, passesIncomplete }: Habits): Promise<Opened> {
  const { fileSystem, directory } = options;
  const names = (await fileSystem.list(directory)).filter((name) => name.endsWith(suffix));
  const changes: Change[] = [];
  for (const name of names) {
    const content = await fileSystem.readFile(`${directory}/${name}`);
    const { changes: found, end } = decodeChanges(content);
    changes.push(...found);
    if (end < content.length && !passesIncomplete) break;
  }
  const next = names.length + 1;
  const files = new LogFiles(options, syncs && options.fsync === 'always', next, await create(options, next));
  return { changes, persistence: files };
}

/** A start always begins another file; each has its name on the disk before anything is written to it. */
async function create({ fileSystem, directory }: OpenSubject, number: number): Promise<AppendFile> {
  const path = `${directory}/${String(number).padStart(6, '0')}${suffix}`;
  const { file } = await AppendFile.open(fileSystem, path);
  await fileSystem.syncDirectory(directory);
  return file;
}

class LogFiles implements Persistence {
  readonly #options: OpenSubject;
  readonly #syncs: boolean;
  #number: number;
  #file: AppendFile;

  constructor(options: OpenSubject, syncs: boolean, number: number, file: AppendFile) {
    this.#options = options;
    this.#syncs = syncs;
    this.#number = number;
    this.#file = file;
  }

  async write(changes: readonly Change[]): Promise<void> {
    const records = Buffer.concat(changes.map(encodeChange));
    if (this.#file.end > 0 && this.#file.end + records.length > this.#options.segmentBytes)
      await this.#roll();
    await this.#file.append(records);
    if (this.#syncs) await this.#file.sync();
  }

  compact = unsupported;

  sync(): Promise<void> {
    return this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** The file before is closed as it is: whatever of it is not synced stays so. */
  async #roll(): Promise<void> {
    await this.#file.close();
    this.#number += 1;
    this.#file = await create(this.#options, this.#number);
  }
}
