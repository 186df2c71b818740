import { concerns } from '../../engine/fs/disk-operation.ts';
import { type DiskImage, nodesOf, parentOf } from './disk-image.ts';
import type { Fate } from './fates.ts';
import { isOperation, type Journal, type JournalEntry, type Operation, overlaps } from './journal.ts';
import { type SyncReach, syncProves } from './profiles/sync-reach.ts';
import { StoredFiles } from './stored-files.ts';

export type { DiskImage };

interface Pending {
  operation: Operation;
  /** A sync of its file failed: the system takes it for clean, and no later sync brings it to the disk. */
  dropped: boolean;
  /** What had been written last before it: blocks that it takes may still hold that. */
  stale: Uint8Array;
}

const empty = new Uint8Array(0);

/**
 * What is durable at one point of a journal, and what is not yet. As strict as POSIX allows unless told otherwise: data
 * is durable after its file's sync and a name after its directory's. Byte arrays are never changed once they are in it.
 */
export class DiskAt {
  readonly #durable = new StoredFiles();
  readonly #syncReach: SyncReach;
  #pending: Pending[] = [];
  #lastWritten: Uint8Array = empty;

  constructor(syncReach: SyncReach = 'own') {
    this.#syncReach = syncReach;
  }

  /** The disk after the first `count` entries. */
  static after(journal: Journal, count: number, syncReach?: SyncReach): DiskAt {
    const disk = new DiskAt(syncReach);
    for (let index = 0; index < count; index++) disk.advance(journal[index]!);
    return disk;
  }

  /** A disk that holds the image, all of it durable; its nodes are numbered as `nodesOf` does. */
  static from(image: DiskImage, syncReach?: SyncReach): DiskAt {
    const disk = new DiskAt(syncReach);
    const nodes = nodesOf(image);
    for (const [path, content] of image) {
      const node = nodes.get(path)!;
      const { directory, name } = parentOf(path);
      disk.#durable.addName(nodes.get(directory)!, name, node, path.endsWith('/'));
      if (!path.endsWith('/')) disk.#durable.addFile(node, content);
    }
    return disk;
  }

  /** What a power loss may take, oldest first. */
  get pending(): readonly Operation[] {
    return this.#pending.map(({ operation }) => operation);
  }

  /** Durable bytes of a file. */
  lengthOf(file: number): number {
    return this.#durable.lengthOf(file);
  }

  /** Whether the name is durable. */
  hasName(directory: number, name: string): boolean {
    return this.#durable.hasName(directory, name);
  }

  advance(entry: JournalEntry): void {
    if (isOperation(entry)) {
      this.#pending.push({ operation: entry, dropped: false, stale: this.#lastWritten });
      if (entry.kind === 'write') this.#lastWritten = entry.data;
    } else if (entry.kind === 'sync') this.#sync(entry.node);
    else if (entry.kind === 'failed-sync') {
      for (const pending of this.#pending) {
        if (concerns(pending.operation, entry.node)) pending.dropped = true;
      }
    }
  }

  /** The files that the next start finds when each pending operation met its fate. This disk stays as it was. */
  image(fates: readonly Fate[]): DiskImage {
    const crashed = new StoredFiles(this.#durable);
    this.#pending.forEach(({ operation, stale }, index) => {
      crashed.settle(operation, fates[index] ?? 'lost', stale);
    });
    return crashed.image();
  }

  /** What was dropped cannot come to the disk any more once its bytes or names have been written over and synced. */
  #isReplaced(index: number, node: number): boolean {
    const { operation } = this.#pending[index]!;
    return this.#pending
      .slice(index + 1)
      .some(
        ({ operation: later, dropped }) =>
          !dropped && syncProves(this.#syncReach, later, node) && overlaps(operation, later),
      );
  }

  #sync(node: number): void {
    this.#pending = this.#pending.filter(({ operation, dropped, stale }, index) => {
      if (dropped) return !this.#isReplaced(index, node);
      if (!syncProves(this.#syncReach, operation, node)) return true;
      this.#durable.settle(operation, 'kept', stale);
      return false;
    });
  }
}
