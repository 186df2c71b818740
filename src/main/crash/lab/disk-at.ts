import { type DiskImage, nodesOf, parentOf } from './disk-image.ts';
import { type Fate, written } from './fates.ts';
import {
  concerns,
  isOperation,
  type Journal,
  type JournalEntry,
  type Operation,
  rootNode,
} from './journal.ts';
import { type SyncReach, syncProves } from './profiles/sync-reach.ts';

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
  readonly #bytes = new Map<number, Uint8Array>();
  /** Names of each directory. */
  readonly #names = new Map([[rootNode, new Map<string, number>()]]);
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
      disk.#directory(nodes.get(directory)!).set(name, node);
      if (path.endsWith('/')) disk.#directory(node);
      else disk.#bytes.set(node, content);
    }
    return disk;
  }

  /** What a power loss may take, oldest first. */
  get pending(): readonly Operation[] {
    return this.#pending.map(({ operation }) => operation);
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
    const crashed = new DiskAt();
    for (const [node, bytes] of this.#bytes) crashed.#bytes.set(node, bytes);
    for (const [node, names] of this.#names) crashed.#names.set(node, new Map(names));
    this.#pending.forEach(({ operation, stale }, index) => {
      crashed.#settle(operation, fates[index] ?? 'lost', stale);
    });
    const image = new Map<string, Uint8Array>();
    crashed.#collect(rootNode, '', image);
    return image;
  }

  #sync(node: number): void {
    this.#pending = this.#pending.filter(({ operation, dropped, stale }) => {
      if (dropped || !syncProves(this.#syncReach, operation, node)) return true;
      this.#settle(operation, 'kept', stale);
      return false;
    });
  }

  #settle(operation: Operation, fate: Fate, stale: Uint8Array): void {
    if (fate === 'lost') return;
    switch (operation.kind) {
      case 'write': {
        const { file, position, data } = operation;
        this.#bytes.set(file, written(this.#bytes.get(file) ?? empty, position, data, fate, stale));
        break;
      }
      case 'truncate':
        this.#bytes.set(operation.file, resized(this.#bytes.get(operation.file) ?? empty, operation.length));
        break;
      case 'link':
        this.#directory(operation.directory).set(operation.name, operation.node);
        if (operation.isDirectory) this.#directory(operation.node);
        break;
      case 'unlink':
        this.#directory(operation.directory).delete(operation.name);
        break;
      case 'rename':
        this.#directory(operation.from).delete(operation.fromName);
        this.#directory(operation.to).set(operation.toName, operation.node);
        break;
    }
  }

  #directory(node: number): Map<string, number> {
    let names = this.#names.get(node);
    if (names === undefined) {
      names = new Map();
      this.#names.set(node, names);
    }
    return names;
  }

  #collect(directory: number, path: string, image: Map<string, Uint8Array>): void {
    for (const [name, node] of this.#directory(directory)) {
      if (this.#names.has(node)) {
        image.set(`${path}${name}/`, empty);
        this.#collect(node, `${path}${name}/`, image);
      } else image.set(`${path}${name}`, this.#bytes.get(node) ?? empty);
    }
  }
}

function resized(bytes: Uint8Array, length: number): Uint8Array {
  const result = new Uint8Array(length);
  result.set(bytes.subarray(0, length));
  return result;
}
