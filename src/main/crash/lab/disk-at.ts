import { type Fate, written } from './fates.ts';
import {
  concerns,
  isOperation,
  type Journal,
  type JournalEntry,
  type Operation,
  rootNode,
} from './journal.ts';

/** A file's bytes by its path, relative to the root; a directory is a path that ends in a slash. */
export type DiskImage = ReadonlyMap<string, Uint8Array>;

interface Pending {
  operation: Operation;
  /** A sync of its file failed: the system takes it for clean, and no later sync brings it to the disk. */
  dropped: boolean;
}

const empty = new Uint8Array(0);

/**
 * What is durable at one point of a journal, and what is not yet: as strict as POSIX allows, where data is durable
 * after its file's sync and a name after its directory's. Byte arrays are never changed once they are in it.
 */
export class DiskAt {
  readonly #bytes: Map<number, Uint8Array>;
  /** Names of each directory. */
  readonly #names: Map<number, Map<string, number>>;
  readonly #pending: Pending[];

  constructor(of?: DiskAt) {
    this.#bytes = new Map(of === undefined ? [] : of.#bytes);
    this.#names = new Map(
      of === undefined
        ? [[rootNode, new Map<string, number>()]]
        : [...of.#names].map(([node, names]) => [node, new Map(names)]),
    );
    this.#pending = of === undefined ? [] : of.#pending.map((pending) => ({ ...pending }));
  }

  /** The disk after the first `count` entries. */
  static after(journal: Journal, count: number): DiskAt {
    const disk = new DiskAt();
    for (let index = 0; index < count; index++) disk.advance(journal[index]!);
    return disk;
  }

  /** What a power loss may take, oldest first. */
  get pending(): readonly Operation[] {
    return this.#pending.map(({ operation }) => operation);
  }

  advance(entry: JournalEntry): void {
    if (isOperation(entry)) this.#pending.push({ operation: entry, dropped: false });
    else if (entry.kind === 'sync') this.#sync(entry.node);
    else if (entry.kind === 'failed-sync') {
      for (const pending of this.#pending) {
        if (concerns(pending.operation, entry.node)) pending.dropped = true;
      }
    }
  }

  /** The files that the next start finds when each pending operation met its fate. This disk stays as it was. */
  image(fates: readonly Fate[]): DiskImage {
    const crashed = new DiskAt(this);
    this.#pending.forEach(({ operation }, index) => {
      crashed.#settle(operation, fates[index] ?? 'lost');
    });
    const image = new Map<string, Uint8Array>();
    crashed.#collect(rootNode, '', image);
    return image;
  }

  #sync(node: number): void {
    const left = this.#pending.filter(({ operation, dropped }) => {
      if (dropped || !concerns(operation, node)) return true;
      this.#settle(operation, 'kept');
      return false;
    });
    this.#pending.splice(0, this.#pending.length, ...left);
  }

  #settle(operation: Operation, fate: Fate): void {
    if (fate === 'lost') return;
    switch (operation.kind) {
      case 'write': {
        const { file, position, data } = operation;
        this.#bytes.set(file, written(this.#bytes.get(file) ?? empty, position, data, fate));
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
