import type { DiskImage } from './disk-image.ts';
import { type Fate, writeAs } from './fates.ts';
import { ImageFile } from './image-file.ts';
import { type Operation, rootNode } from './journal.ts';

const empty = new Uint8Array(0);

/** Files and names as a disk holds them, by the numbers that a journal has for them. */
export class StoredFiles {
  readonly #files: Map<number, ImageFile>;
  /** Names of each directory. */
  readonly #names: Map<number, Map<string, number>>;

  constructor(of?: StoredFiles) {
    this.#files = new Map();
    this.#names = new Map([[rootNode, new Map<string, number>()]]);
    if (of === undefined) return;
    for (const [node, file] of of.#files) this.#files.set(node, new ImageFile(file.share()));
    for (const [node, names] of of.#names) this.#names.set(node, new Map(names));
  }

  addFile(node: number, content: Uint8Array): void {
    this.#files.set(node, new ImageFile(content));
  }

  addName(directory: number, name: string, node: number, isDirectory: boolean): void {
    this.#directory(directory).set(name, node);
    if (isDirectory) this.#directory(node);
  }

  lengthOf(file: number): number {
    return this.#files.get(file)?.length ?? 0;
  }

  hasName(directory: number, name: string): boolean {
    return this.#names.get(directory)?.has(name) ?? false;
  }

  /** Brings an operation to the disk, as far as its fate lets it. `stale`: what its blocks may have held before. */
  settle(operation: Operation, fate: Fate, stale: Uint8Array): void {
    if (fate === 'lost') return;
    switch (operation.kind) {
      case 'write':
        writeAs(this.#file(operation.file), operation.position, operation.data, fate, stale);
        break;
      case 'truncate':
        this.#file(operation.file).resize(operation.length);
        break;
      case 'link':
        this.addName(operation.directory, operation.name, operation.node, operation.isDirectory);
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

  /** What a start finds: its byte arrays stay as they are, whatever is settled from now on. */
  image(): DiskImage {
    const image = new Map<string, Uint8Array>();
    this.#collect(rootNode, '', image);
    return image;
  }

  #collect(directory: number, path: string, image: Map<string, Uint8Array>): void {
    for (const [name, node] of this.#directory(directory)) {
      if (this.#names.has(node)) {
        image.set(`${path}${name}/`, empty);
        this.#collect(node, `${path}${name}/`, image);
      } else image.set(`${path}${name}`, this.#files.get(node)?.share() ?? empty);
    }
  }

  #file(node: number): ImageFile {
    let file = this.#files.get(node);
    if (file === undefined) {
      file = new ImageFile();
      this.#files.set(node, file);
    }
    return file;
  }

  #directory(node: number): Map<string, number> {
    let names = this.#names.get(node);
    if (names === undefined) {
      names = new Map();
      this.#names.set(node, names);
    }
    return names;
  }
}
