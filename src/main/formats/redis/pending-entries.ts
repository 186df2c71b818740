import { SortedBlocks } from './sorted-blocks.ts';
import { type Binary, compareIds, type PendingEntry, type StreamId } from './value.ts';

/** What a group has delivered and nobody acknowledged, by `idText`; in order of the ids from when someone asks for it on. */
export class PendingEntries extends Map<string, PendingEntry> {
  #ordered: SortedBlocks<PendingEntry> | null = null;
  /** By consumer; of those that hold any. */
  readonly #counts = new Map<Binary, number>();

  constructor(entries: Iterable<readonly [string, PendingEntry]> = []) {
    super();
    for (const [name, entry] of entries) this.set(name, entry);
  }

  /** To look at: they come and go with the entries. */
  get ordered(): Pick<SortedBlocks<PendingEntry>, 'at' | 'blocks' | 'from' | 'length' | 'slice'> {
    this.#ordered ??= new SortedBlocks(this.values(), byId);
    return this.#ordered;
  }

  /** How many each consumer holds that holds any. */
  get counts(): ReadonlyMap<Binary, number> {
    return this.#counts;
  }

  /** Those that are not below an id, in order. Nothing may be changed on the way. */
  notBelow(id: StreamId): Generator<PendingEntry, void> {
    return this.ordered.from((entry) => compareIds(entry.id, id) >= 0);
  }

  override set(name: string, entry: PendingEntry): this {
    this.#forget(name);
    this.#counts.set(entry.consumer, (this.#counts.get(entry.consumer) ?? 0) + 1);
    this.#ordered?.add(entry);
    return super.set(name, entry);
  }

  override delete(name: string): boolean {
    this.#forget(name);
    return super.delete(name);
  }

  override clear(): void {
    this.#ordered = null;
    this.#counts.clear();
    super.clear();
  }

  /** What is known of an entry beside it, if it is there. */
  #forget(name: string): void {
    const before = this.get(name);
    if (before === undefined) return;
    const left = (this.#counts.get(before.consumer) ?? 0) - 1;
    if (left === 0) this.#counts.delete(before.consumer);
    else this.#counts.set(before.consumer, left);
    this.#ordered?.delete(before);
  }
}

const byId = (a: PendingEntry, b: PendingEntry): number => compareIds(a.id, b.id);
