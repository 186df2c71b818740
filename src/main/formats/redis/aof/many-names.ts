import { KeyTable } from '../../log/key-table.ts';
import { type Binary, binaryOf, bytesOf } from '../value.ts';

/** Below so many deletions a table is not worth being made anew. */
const fewDeletions = 1024;

/** Names that lie end to end, by their numbers in a table. The number of a deleted one is kept for its return. */
export class ManyNames {
  readonly #table = new KeyTable();
  /** Names of the table that have been deleted. */
  readonly #gone = new Set<number>();

  get size(): number {
    return this.#table.count - this.#gone.size;
  }

  /** The name's number; −1 when it is not there. */
  find(name: Binary): number {
    const id = this.#table.find(bytesOf(name));
    return id >= 0 && this.#gone.has(id) ? -1 : id;
  }

  add(name: Binary): number {
    const id = this.#table.intern(bytesOf(name));
    this.#gone.delete(id);
    return id;
  }

  delete(name: Binary): boolean {
    const id = this.find(name);
    if (id >= 0) this.#gone.add(id);
    return id >= 0;
  }

  /** Whether most of it is what has been deleted: then all of it is better made anew. */
  get isMostlyGone(): boolean {
    return this.#gone.size > fewDeletions && this.#gone.size * 2 > this.#table.count;
  }

  *entries(): Generator<[id: number, name: Binary], void, void> {
    for (let id = 0; id < this.#table.count; id++)
      if (!this.#gone.has(id)) yield [id, binaryOf(this.#table.key(id))];
  }
}
