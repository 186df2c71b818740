import type { FileSystem } from '../../../../engine/fs/file-system.ts';
import {
  type Answered,
  type Change,
  type Contents,
  type Opening,
  type OpenSubject,
  Refusal,
  type SubjectStore,
} from '../../subject.ts';
import { AppendFile } from '../append-file.ts';
import { believing, done, refusing } from '../exhibit.ts';
import { KeySpace } from '../key-space.ts';
import { writeBeside } from '../write-beside.ts';
import {
  type AofManifest,
  baseName,
  decodeManifest,
  encodeManifest,
  incrementName,
  manifestName,
} from './aof-manifest.ts';
import { decodeCommands, encodeCommands } from './commands.ts';

/** What Redis has not always done. */
export interface Habits {
  /** The directory has an fsync after the manifest has got its name. */
  syncsDirectory: boolean;
  /** The process ends when an fsync under `always` fails, instead of going on. */
  endsAtFailedFsync: boolean;
}

const truncatedTail: Opening = {
  ...believing,
  reportsLoss: true,
  sentence: 'The last command of the log did not end and was cut off.',
};

export class RedisAofStore implements SubjectStore {
  opening = believing;
  readonly #fileSystem: FileSystem;
  readonly #directory: string;
  readonly #syncs: boolean;
  readonly #habits: Habits;
  readonly #keys = new KeySpace();
  readonly #now: () => number;
  #manifest: AofManifest = { base: 1, increments: [1] };
  #log: AppendFile | null = null;

  private constructor(options: OpenSubject, habits: Habits) {
    this.#fileSystem = options.fileSystem;
    this.#directory = options.directory;
    this.#syncs = options.fsync === 'always';
    this.#habits = habits;
    this.#now = options.now;
  }

  /** The directory of the lab is its appendonlydir. */
  static async open(options: OpenSubject, habits: Habits): Promise<RedisAofStore> {
    const { fileSystem, directory } = options;
    if ((await fileSystem.stat(directory)) === null) await fileSystem.mkdir(directory);
    const store = new RedisAofStore(options, habits);
    if ((await fileSystem.stat(store.#path(manifestName))) === null) await store.#create();
    else await store.#load();
    return store;
  }

  async change(change: Change): Promise<Answered> {
    if (change.op === 'delete' && !this.#keys.has(change.key)) return { ...done, wrote: false };
    return this.#append([change], false);
  }

  batch(changes: readonly Change[]): Promise<Answered> {
    return this.#append(changes, true);
  }

  /** BGREWRITEAOF: a new increment takes what is written from now on, then a new base stands for all before it. */
  compact(): Promise<void> {
    return refusing(async () => {
      const old = this.#manifest;
      const increment = Math.max(...old.increments) + 1;
      const previous = this.#openLog();
      this.#log = (await AppendFile.open(this.#fileSystem, this.#path(incrementName(increment)))).file;
      await this.#persist({ ...old, increments: [...old.increments, increment] });
      await previous.sync();
      await previous.close();
      const base = old.base + 1;
      await this.#writeBase(base);
      await this.#persist({ base, increments: [increment] });
      await this.#fileSystem.unlink(this.#path(baseName(old.base)));
      for (const seq of old.increments) await this.#fileSystem.unlink(this.#path(incrementName(seq)));
    });
  }

  sync(): Promise<void> {
    return refusing(() => this.#openLog().sync());
  }

  async read(): Promise<{ contents: Contents; unreadable: readonly string[] }> {
    return { contents: this.#keys.contents(this.#now()), unreadable: [] };
  }

  /** SHUTDOWN syncs the log. */
  async close(): Promise<void> {
    const log = this.#log;
    if (log === null) return;
    this.#log = null;
    await refusing(async () => {
      await log.sync();
      await log.close();
    });
  }

  async #append(changes: readonly Change[], whole: boolean): Promise<Answered> {
    const log = this.#openLog();
    const before = log.end;
    await refusing(async () => {
      try {
        await log.append(encodeCommands(changes, { whole }));
      } catch (error) {
        if (this.#syncs) this.#log = null;
        else await log.truncate(before);
        throw error;
      }
      if (this.#syncs) await this.#prove(log);
    });
    for (const change of changes) this.#keys.apply(change);
    return done;
  }

  async #prove(log: AppendFile): Promise<void> {
    try {
      await log.sync();
    } catch (error) {
      if (!this.#habits.endsAtFailedFsync) return;
      this.#log = null;
      throw error;
    }
  }

  /** The process that ended is not there to answer. */
  #openLog(): AppendFile {
    if (this.#log === null) throw new Refusal('CLOSED', 'The server has ended.');
    return this.#log;
  }

  async #create(): Promise<void> {
    const { base, increments } = this.#manifest;
    await this.#writeBase(base);
    // What an earlier start left under this name is gone on with unread.
    this.#log = (await AppendFile.open(this.#fileSystem, this.#path(incrementName(increments[0]!)))).file;
    await this.#persist(this.#manifest);
  }

  async #load(): Promise<void> {
    this.#manifest = decodeManifest(await this.#fileSystem.readFile(this.#path(manifestName)));
    const { base, increments } = this.#manifest;
    const names = [baseName(base), ...increments.map(incrementName)];
    for (const name of names) await this.#loadFile(name, name === names.at(-1));
    if (increments.length > 0) return;
    this.#log = (await AppendFile.open(this.#fileSystem, this.#path(incrementName(1)))).file;
    await this.#persist({ base, increments: [1] });
  }

  async #loadFile(name: string, isLast: boolean): Promise<void> {
    const path = this.#path(name);
    if ((await this.#fileSystem.stat(path)) === null) throw new Refusal('CORRUPT', `${name} is not there.`);
    const { file, content } = await AppendFile.open(this.#fileSystem, path);
    const { changes, end, stopped } = decodeCommands(content);
    if (stopped === 'wrong' || (stopped === 'truncated' && !isLast)) {
      throw new Refusal('CORRUPT', `${name} cannot be read from byte ${end} on: use redis-check-aof --fix.`);
    }
    for (const change of changes) this.#keys.apply(change);
    if (stopped === 'truncated') {
      await file.truncate(end);
      this.opening = truncatedTail;
    }
    if (isLast) this.#log = file;
    else await file.close();
  }

  /** The child's part of a rewrite: the file is synced before it has its name. */
  async #writeBase(seq: number): Promise<void> {
    const content = encodeCommands(this.#keys.changes(), { whole: false });
    await writeBeside({ fileSystem: this.#fileSystem, path: this.#path(baseName(seq)), content, sync: true });
  }

  async #persist(manifest: AofManifest): Promise<void> {
    const content = encodeManifest(manifest);
    await writeBeside({ fileSystem: this.#fileSystem, path: this.#path(manifestName), content, sync: true });
    if (this.#habits.syncsDirectory) await this.#fileSystem.syncDirectory(this.#directory);
    this.#manifest = manifest;
  }

  #path(name: string): string {
    return `${this.#directory}/${name}`;
  }
}
