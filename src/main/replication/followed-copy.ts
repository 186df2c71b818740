import { dirname, join } from 'node:path';
import { tryText } from '../../shared/bytes.ts';
import { WalscopeError } from '../../shared/errors.ts';
import type { FileHandle, FileSystem } from '../engine/fs/file-system.ts';
import {
  baseName,
  decodeFollowedManifest,
  encodeFollowedManifest,
  type FollowedManifest,
  logName,
  manifestName,
} from './followed-manifest.ts';
import type { ReplicationPosition } from './replica-link.ts';
import { decodeMark, encodeMark, markBytes } from './replication-mark.ts';

const folder = 'appendonlydir';
const markName = 'walscope-follow.mark';
const temporarySuffix = '.tmp';

/**
 * What a replica keeps: an append-only directory as Redis's own, whose log is the server's stream of commands byte for
 * byte. A position in the server's history is therefore the log's length and where it began.
 *
 *     appendonlydir/appendonly.aof.manifest     which files count, and the position of the log's first byte
 *     appendonlydir/appendonly.aof.N.base.rdb   the snapshot that the server sent
 *     appendonlydir/appendonly.aof.N.incr.aof   what it has sent since
 *     walscope-follow.mark                      how much of that an fsync has proven
 */
export class FollowedCopy {
  readonly #fileSystem: FileSystem;
  readonly #directory: string;
  readonly #mark: FileHandle;
  #manifest: FollowedManifest | null = null;
  #log: FileHandle | null = null;
  /** Bytes of the log that were handed over, and that an fsync has proven. */
  #written = 0;
  #proven = 0;
  #turn = 0;

  private constructor(fileSystem: FileSystem, directory: string, mark: FileHandle) {
    this.#fileSystem = fileSystem;
    this.#directory = directory;
    this.#mark = mark;
  }

  /**
   * Opens a copy, or begins one where nothing or an empty directory is. Bytes behind the proven ones are cut off: the
   * server sends them again. Throws NOT_EMPTY for anything else, and LOCKED when another process follows into it.
   */
  static async open(directory: string, fileSystem: FileSystem): Promise<FollowedCopy> {
    await prepare(directory, fileSystem);
    const mark = await fileSystem.open(join(directory, markName), 'open-or-create');
    try {
      if (!mark.tryLock()) {
        throw new WalscopeError(
          'LOCKED',
          `Another process follows a server into ${directory}: end it first.`,
        );
      }
      const copy = new FollowedCopy(fileSystem, directory, mark);
      await copy.#openLog();
      return copy;
    } catch (error) {
      await mark.close();
      throw error;
    }
  }

  /** null before the first snapshot is whole. Of what has been handed over. */
  get position(): ReplicationPosition | null {
    if (this.#manifest === null) return null;
    const { id, offset } = this.#manifest.start;
    return { id, offset: offset + this.#written };
  }

  /** The offset up to which everything is proven; null before the first snapshot is whole. */
  get provenOffset(): number | null {
    return this.#manifest === null ? null : this.#manifest.start.offset + this.#proven;
  }

  /** Replaces everything by a snapshot, once it is whole; until then what was there stays. */
  async replace(start: ReplicationPosition, snapshot: AsyncIterable<Uint8Array>): Promise<void> {
    const before = this.#manifest;
    const number = (before?.number ?? 0) + 1;
    await this.#write(baseName(number), snapshot);
    await this.#write(logName(number), []);
    await this.#log?.close();
    this.#log = null;
    await this.#writeManifest({ number, start });
    if (before) await this.#remove([baseName(before.number), logName(before.number)]);
    await this.#openLog();
  }

  /** The history goes on under another id, as after a failover. */
  async rename(id: string): Promise<void> {
    const manifest = this.#manifest!;
    if (manifest.start.id === id) return;
    await this.#writeManifest({ ...manifest, start: { ...manifest.start, id } });
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#log!.write(bytes, this.#written);
    this.#written += bytes.length;
  }

  /** Proves what has been appended. */
  async sync(): Promise<void> {
    if (this.#log === null || this.#written === this.#proven) return;
    const bytes = this.#written;
    await this.#log.sync();
    this.#proven = bytes;
    await this.#setMark(bytes);
  }

  async close(): Promise<void> {
    try {
      await this.sync();
    } finally {
      await this.#log?.close();
      await this.#mark.close();
    }
  }

  async #openLog(): Promise<void> {
    this.#manifest = await readManifest(this.#directory, this.#fileSystem);
    if (this.#manifest === null) return;
    const log = await this.#fileSystem.open(this.#path(logName(this.#manifest.number)), 'write');
    this.#log = log;
    const mark = await this.#readMark();
    // Without a mark of this log that holds nothing of it is proven.
    const marked = mark?.log === this.#manifest.number ? mark.bytes : 0;
    const proven = Math.min(marked, await log.size());
    this.#turn = mark?.turn ?? 0;
    if ((await log.size()) > proven) {
      await log.truncate(proven);
      await log.sync();
    }
    this.#written = proven;
    this.#proven = proven;
  }

  async #readMark(): Promise<ReturnType<typeof decodeMark>> {
    const bytes = new Uint8Array(markBytes);
    return decodeMark(bytes.subarray(0, await this.#mark.read(bytes, 0)));
  }

  /** Not synced by itself: an older mark is a smaller one, and the server sends a little more again. */
  async #setMark(bytes: number): Promise<void> {
    this.#turn++;
    const { slot, position } = encodeMark({ turn: this.#turn, log: this.#manifest!.number, bytes });
    await this.#mark.write(slot, position);
  }

  async #write(name: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const path = this.#path(name);
    await this.#remove([name + temporarySuffix, name]);
    const handle = await this.#fileSystem.open(path + temporarySuffix, 'create');
    let position = 0;
    try {
      for await (const chunk of chunks) {
        await handle.write(chunk, position);
        position += chunk.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await this.#fileSystem.rename(path + temporarySuffix, path);
  }

  async #writeManifest(manifest: FollowedManifest): Promise<void> {
    await this.#write(manifestName, [Buffer.from(encodeFollowedManifest(manifest))]);
    await this.#fileSystem.syncDirectory(join(this.#directory, folder));
    this.#manifest = manifest;
  }

  async #remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (name === manifestName || (await this.#fileSystem.stat(this.#path(name))) === null) continue;
      await this.#fileSystem.unlink(this.#path(name));
    }
  }

  #path(name: string): string {
    return join(this.#directory, folder, name);
  }
}

async function readManifest(directory: string, fileSystem: FileSystem): Promise<FollowedManifest | null> {
  const path = join(directory, folder, manifestName);
  if ((await fileSystem.stat(path)) === null) return null;
  return decodeFollowedManifest(tryText(await fileSystem.readFile(path)) ?? '');
}

async function make(directory: string, fileSystem: FileSystem): Promise<void> {
  const parent = dirname(directory);
  if ((await fileSystem.stat(parent)) === null) {
    throw new WalscopeError('NOT_FOUND', `${parent} is not there: make it first.`);
  }
  await fileSystem.mkdir(directory);
}

async function prepare(directory: string, fileSystem: FileSystem): Promise<void> {
  if ((await fileSystem.stat(directory)) === null) await make(directory, fileSystem);
  const names = await fileSystem.list(directory);
  const isOurs = names.includes(markName) || (await readManifest(directory, fileSystem)) !== null;
  if (names.length > 0 && !isOurs) {
    throw new WalscopeError(
      'NOT_EMPTY',
      `${directory} holds something else: name a new directory, or one that a server was followed into before.`,
    );
  }
  const within = join(directory, folder);
  if ((await fileSystem.stat(within)) === null) await fileSystem.mkdir(within);
  await fileSystem.syncDirectory(directory);
}
