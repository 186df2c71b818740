import { randomInt } from 'node:crypto';
import { EntryChunk, entriesPerChunk, entryChunkBits, entryMask, noKey } from './entry-chunk.ts';
import { HashTable } from './hash-table.ts';
import { IndexColumns } from './index-columns.ts';
import { chunkOf, KeyArena } from './key-arena.ts';
import { keyHash } from './key-hash.ts';

/** Where a record lies and what it says; what the index keeps for each key. */
export interface EntryFacts {
  segment: number;
  offset: number;
  headLength: number;
  valueLength: number;
  type: number;
  seq: number;
  /** ms since 1970, or `never`. */
  expireAt: number;
}

/** A moment of the index. Release it, or every change afterwards costs a copy. */
export interface FrozenIndex {
  readonly columns: IndexColumns;
  release(): void;
}

/** Which record is the newest of each key: typed arrays, no object for each key. */
export class KeyIndex {
  readonly #seed: number;
  readonly #chunks: EntryChunk[] = [];
  readonly #arena = new KeyArena();
  readonly #table: HashTable;
  /** Ids that held a key once and can be given to another. */
  readonly #freeIds: number[] = [];
  /** Ids freed while someone holds ids: given back when nobody does. */
  readonly #waitingIds: number[] = [];
  #nextId = 0;
  #count = 0;
  #withDeadline = 0;
  #idHolders = 0;
  #freezes = 0;
  #epoch = 0;
  #structureVersion = 0;
  readonly #liveBytes = new Map<number, number>();
  /** Called with each id that gets a key or loses it. */
  onStructure: ((id: number) => void) | null = null;
  readonly columns: IndexColumns;

  /** The seed keeps others from choosing keys that all fall into one place. */
  constructor(seed: number = randomInt(2 ** 32)) {
    this.#seed = seed;
    this.columns = new IndexColumns(this.#chunks, this.#arena.chunks);
    this.#table = new HashTable((id) => this.columns.hash(id));
  }

  /** Keys in the index, expired ones among them. */
  get count(): number {
    return this.#count;
  }

  get withDeadline(): number {
    return this.#withDeadline;
  }

  /** Changes whenever a key comes or goes. */
  get structureVersion(): number {
    return this.#structureVersion;
  }

  get memoryWastedBytes(): number {
    return this.#arena.wastedBytes;
  }

  /** Bytes of the records in a segment that are the newest of their keys. */
  liveBytes(segment: number): number {
    return this.#liveBytes.get(segment) ?? 0;
  }

  hash(bytes: Uint8Array, start: number, length: number): number {
    return keyHash(bytes, start, length, this.#seed);
  }

  /** The id of the key bytes[start, start + length); -1 when it is not there. */
  find(bytes: Uint8Array, start: number, length: number, hash: number): number {
    return this.#table.find(hash, (id) => {
      if (this.columns.keyLength(id) !== length) return false;
      const held = this.columns.keyBytes(id);
      const heldStart = this.columns.keyStart(id);
      for (let i = 0; i < length; i++) if (held[heldStart + i] !== bytes[start + i]) return false;
      return true;
    });
  }

  /** Adds a key that is not there and returns its id. */
  insert(bytes: Uint8Array, start: number, length: number, hash: number, facts: EntryFacts): number {
    const id = this.#freeIds.pop() ?? this.#nextId++;
    if (id >= this.#chunks.length * entriesPerChunk) this.#chunks.push(new EntryChunk(this.#epoch, null));
    const chunk = this.#writable(id);
    const at = id & entryMask;
    chunk.hash[at] = hash;
    chunk.keyAt[at] = this.#arena.add(bytes, start, length);
    chunk.keyLength[at] = length;
    chunk.expireAt[at] = Number.POSITIVE_INFINITY;
    this.#write(chunk, at, facts);
    this.#countLive(id, 1);
    this.#table.add(hash, id);
    this.#count++;
    this.#structureChanged(id);
    return id;
  }

  update(id: number, facts: EntryFacts): void {
    this.#countLive(id, -1);
    this.#write(this.#writable(id), id & entryMask, facts);
    this.#countLive(id, 1);
  }

  /** The same record, in another place. */
  relocate(id: number, segment: number, offset: number, headLength: number): void {
    const chunk = this.#writable(id);
    const at = id & entryMask;
    this.#countLive(id, -1);
    chunk.segment[at] = segment;
    chunk.offset[at] = offset;
    chunk.headLength[at] = headLength;
    this.#countLive(id, 1);
  }

  remove(id: number): void {
    const chunk = this.#writable(id);
    const at = id & entryMask;
    this.#countLive(id, -1);
    this.#table.remove(chunk.hash[at] as number, id);
    if (chunk.expireAt[at] !== Number.POSITIVE_INFINITY) this.#withDeadline--;
    chunk.seq[at] = noKey;
    this.#count--;
    if (this.#idHolders > 0) this.#waitingIds.push(id);
    else this.#free(id);
    this.#structureChanged(id);
  }

  /** Ids in use, and those whose keys a holder may still read. */
  get capacity(): number {
    return this.#nextId;
  }

  /** Until the returned function is called no id is given to another key. */
  holdIds(): () => void {
    this.#idHolders++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (--this.#idHolders > 0) return;
      for (const id of this.#waitingIds.splice(0)) this.#free(id);
    };
  }

  /** The index as it is now, at the cost of a copy of each chunk that is changed while it is held. */
  freeze(): FrozenIndex {
    this.#freezes++;
    this.#epoch++;
    let held = true;
    return {
      columns: new IndexColumns(this.#chunks.slice(), this.#arena.freeze()),
      release: () => {
        if (held) this.#freezes--;
        held = false;
      },
    };
  }

  /** For each chunk of key bytes whether its keys should be moved together with others. */
  sparseKeyChunks(): Uint8Array {
    return this.#arena.sparseChunks();
  }

  /** Moves the keys with ids in [from, to) out of the marked chunks, which are given back once they are empty. */
  moveKeys(from: number, to: number, marked: Uint8Array): void {
    for (let id = from; id < Math.min(to, this.#nextId); id++) {
      if (!this.columns.holdsKey(id)) continue;
      const at = id & entryMask;
      const position = this.columns.chunk(id).keyAt[at] as number;
      if (marked[chunkOf(position)] !== 1) continue;
      const length = this.columns.keyLength(id);
      const moved = this.#arena.add(this.columns.keyBytes(id), this.columns.keyStart(id), length);
      this.#arena.remove(position, length);
      this.#writable(id).keyAt[at] = moved;
    }
  }

  #write(chunk: EntryChunk, at: number, facts: EntryFacts): void {
    const hadDeadline = chunk.expireAt[at] !== Number.POSITIVE_INFINITY;
    const hasDeadline = facts.expireAt !== Number.POSITIVE_INFINITY;
    this.#withDeadline += (hasDeadline ? 1 : 0) - (hadDeadline ? 1 : 0);
    chunk.segment[at] = facts.segment;
    chunk.offset[at] = facts.offset;
    chunk.headLength[at] = facts.headLength;
    chunk.valueLength[at] = facts.valueLength;
    chunk.type[at] = facts.type;
    chunk.seq[at] = facts.seq;
    chunk.expireAt[at] = facts.expireAt;
  }

  #countLive(id: number, sign: 1 | -1): void {
    const segment = this.columns.segment(id);
    const bytes = this.liveBytes(segment) + sign * this.columns.recordLength(id);
    if (bytes === 0) this.#liveBytes.delete(segment);
    else this.#liveBytes.set(segment, bytes);
  }

  #writable(id: number): EntryChunk {
    const index = id >>> entryChunkBits;
    const chunk = this.#chunks[index] as EntryChunk;
    if (this.#freezes === 0 || chunk.epoch === this.#epoch) return chunk;
    const copy = new EntryChunk(this.#epoch, chunk);
    this.#chunks[index] = copy;
    return copy;
  }

  #free(id: number): void {
    const at = id & entryMask;
    const chunk = this.columns.chunk(id);
    this.#arena.remove(chunk.keyAt[at] as number, chunk.keyLength[at] as number);
    this.#freeIds.push(id);
  }

  #structureChanged(id: number): void {
    this.#structureVersion++;
    this.onStructure?.(id);
  }
}
