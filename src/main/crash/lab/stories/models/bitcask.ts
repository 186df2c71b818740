import { AppendFile } from '../../exhibits/append-file.ts';
import { decodeChanges, encodeChange } from '../../exhibits/guide-record.ts';
import { KeySpace } from '../../exhibits/key-space.ts';
import { writeBeside } from '../../exhibits/write-beside.ts';
import type { Change, OpenSubject } from '../../subject.ts';
import { modelSubject, type Opened, type Persistence } from './model-store.ts';

const suffix = '.data';
/** A file is merged when this share of its records is of no use any more. */
const mergeShare = 0.6;

/** Bitcask's merge up to 1.6: of the files that are worth it, only live values are kept, and no tombstones. */
export const bitcask = modelSubject('bitcask-2013', openFiles);

async function openFiles(options: OpenSubject): Promise<Opened> {
  const { fileSystem, directory } = options;
  const names = (await fileSystem.list(directory)).filter((name) => name.endsWith(suffix));
  const changes: Change[] = [];
  for (const name of names) {
    changes.push(...decodeChanges(await fileSystem.readFile(`${directory}/${name}`)).changes);
  }
  const files = new DataFiles(options, names.length);
  await files.begin();
  return { changes, persistence: files };
}

class DataFiles implements Persistence {
  readonly #options: OpenSubject;
  #number: number;
  #file: AppendFile | null = null;

  constructor(options: OpenSubject, number: number) {
    this.#options = options;
    this.#number = number;
  }

  /** Another file takes what is written from now on. */
  async begin(): Promise<void> {
    await this.#file?.close();
    this.#number += 1;
    const { fileSystem, directory } = this.#options;
    this.#file = (await AppendFile.open(fileSystem, this.#path(this.#number))).file;
    await fileSystem.syncDirectory(directory);
  }

  async write(changes: readonly Change[]): Promise<void> {
    const file = this.#file!;
    await file.append(Buffer.concat(changes.map(encodeChange)));
    if (this.#options.fsync === 'always') await file.sync();
  }

  /** Cuts off the file that is written to, then merges those before it that are worth it. */
  async compact(): Promise<void> {
    await this.begin();
    const keys = new KeySpace();
    const files = await Promise.all(
      Array.from({ length: this.#number - 1 }, (_, index) => this.#read(index + 1)),
    );
    for (const { changes } of files) for (const change of changes) keys.apply(change);
    const live = new Map(keys.changes().map((change) => [change.key, JSON.stringify(change)]));
    for (const { number, changes } of files) {
      const kept = changes.filter((change) => live.get(change.key) === JSON.stringify(change));
      if (changes.length === 0 || kept.length > changes.length * (1 - mergeShare)) continue;
      await this.#replace(number, kept);
    }
  }

  async sync(): Promise<void> {
    await this.#file?.sync();
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #read(number: number): Promise<{ number: number; changes: Change[] }> {
    const content = await this.#options.fileSystem.readFile(this.#path(number));
    return { number, changes: decodeChanges(content).changes };
  }

  async #replace(number: number, kept: readonly Change[]): Promise<void> {
    const { fileSystem, directory } = this.#options;
    const content = Buffer.concat(kept.map(encodeChange));
    await writeBeside({ fileSystem, path: this.#path(number), content, sync: true });
    await fileSystem.syncDirectory(directory);
  }

  #path(number: number): string {
    return `${this.#options.directory}/${String(number).padStart(6, '0')}${suffix}`;
  }
}
