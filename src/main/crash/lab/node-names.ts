import { type DiskImage, nodesOf } from './disk-image.ts';
import { rootNode } from './journal.ts';

/** Stands for a file that the journal never named. */
const none = -1;

/** What the files and directories of a journal are called, as it goes on. Names are relative to the store. */
export class NodeNames {
  readonly #store: string;
  readonly #paths = new Map<number, string>([[rootNode, '']]);
  /** The other way round: what has this name now. */
  readonly #nodes = new Map<string, number>();
  readonly #directories = new Set<number>([rootNode]);

  /** `store`: the store's directory, with a leading slash. `image`: what was there before the journal began. */
  constructor(store: string, image: DiskImage | null = null) {
    this.#store = store;
    for (const [path, node] of image === null ? [] : nodesOf(image)) {
      const name = path === '' ? '' : `/${path.replace(/\/$/, '')}`;
      this.#paths.set(node, name);
      this.#nodes.set(name, node);
      if (path.endsWith('/')) this.#directories.add(node);
    }
  }

  /** A node gets a name, its first or a new one; `replaces` is what had that name before. */
  link(directory: number, name: string, node: number): { name: string; replaces: number | null } {
    this.#directories.add(directory);
    const path = this.#path(directory, name);
    const replaces = this.#nodes.get(path) ?? null;
    const before = this.#paths.get(node);
    if (before !== undefined) this.#nodes.delete(before);
    this.#paths.set(node, path);
    this.#nodes.set(path, node);
    return { name: this.of(node), replaces };
  }

  /** A name is taken away; what had it is still called so where it is open. */
  unlink(directory: number, name: string): { name: string; target: number } {
    const path = this.#path(directory, name);
    const target = this.#nodes.get(path) ?? none;
    this.#nodes.delete(path);
    return { name: this.#relative(path), target };
  }

  of(node: number): string {
    return this.#relative(this.#paths.get(node) ?? '');
  }

  isDirectory(node: number): boolean {
    return this.#directories.has(node);
  }

  #path(directory: number, name: string): string {
    return `${this.#paths.get(directory) ?? ''}/${name}`;
  }

  #relative(path: string): string {
    if (path === '') return '/';
    if (path === this.#store) return `${this.#store.slice(1)}/`;
    return path.startsWith(`${this.#store}/`) ? path.slice(this.#store.length + 1) : path;
  }
}
