import { Column } from '../../log/column.ts';

/** Below so many deletions a list is not worth being gone through. */
const fewDeletions = 4096;

/** The keys of one database by their numbers, in order of appearance; those that have gone since may still be in it. */
export class KeyList {
  #ids = new Column();
  #deleted = 0;

  add(id: number): void {
    this.#ids.push(id);
  }

  /** One of them has gone. Once they are most of the list, it keeps only what is there, each key once. */
  noteDeleted(isThere: (id: number) => boolean): void {
    if (++this.#deleted < fewDeletions || this.#deleted * 2 < this.#ids.length) return;
    const kept = new Column();
    const seen = new Set<number>();
    for (const id of this) {
      if (!isThere(id) || seen.has(id)) continue;
      seen.add(id);
      kept.push(id);
    }
    this.#ids = kept;
    this.#deleted = 0;
  }

  *[Symbol.iterator](): Iterator<number> {
    const ids = this.#ids;
    for (let at = 0; at < ids.length; at++) yield ids.get(at);
  }
}
