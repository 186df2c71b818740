import type { PlacedRecord } from './pending-write.ts';

/** In the column of value lengths: the record is a delete. */
const deleted = -1;

/** The records of a group as they stand in its frame: what the index is told once the frame is where it should be. */
export class GroupRecords {
  readonly #offsets: number[] = [];
  readonly #hashes: number[] = [];
  readonly #keyLengths: number[] = [];
  readonly #valueLengths: number[] = [];
  readonly #lengths: number[] = [];
  readonly #deadlines: number[] = [];
  readonly #types: number[] = [];
  /** Made when it is first asked for: most groups never are. */
  #touched: Set<number> | null = null;

  get count(): number {
    return this.#offsets.length;
  }

  clear(): void {
    this.#offsets.length = 0;
    this.#hashes.length = 0;
    this.#keyLengths.length = 0;
    this.#valueLengths.length = 0;
    this.#lengths.length = 0;
    this.#deadlines.length = 0;
    this.#types.length = 0;
    this.#touched = null;
  }

  /** Offset within the frame and lengths in bytes; `valueLength` is null for a delete, `expireAt` may be `never`. */
  add(
    offset: number,
    length: number,
    hash: number,
    keyLength: number,
    valueLength: number | null,
    expireAt: number,
    type: number,
  ): void {
    this.#offsets.push(offset);
    this.#lengths.push(length);
    this.#hashes.push(hash);
    this.#keyLengths.push(keyLength);
    this.#valueLengths.push(valueLength ?? deleted);
    this.#deadlines.push(expireAt);
    this.#types.push(type);
    this.#touched?.add(hash);
  }

  get hashes(): readonly number[] {
    return this.#hashes;
  }

  /** Whether any record is of a key with this hash. */
  touches(hash: number): boolean {
    this.#touched ??= new Set(this.#hashes);
    return this.#touched.has(hash);
  }

  /** Fills in what is known of a record; `into` holds the frame, where it went, and its first sequence number. */
  read(i: number, into: PlacedRecord, frameOffset: number, firstSeq: number): void {
    const offset = this.#offsets[i] as number;
    const valueLength = this.#valueLengths[i] as number;
    const afterHead = (this.#keyLengths[i] as number) + Math.max(valueLength, 0);
    into.hash = this.#hashes[i] as number;
    into.keyLength = this.#keyLengths[i] as number;
    into.isDelete = valueLength === deleted;
    into.valueLength = Math.max(valueLength, 0);
    into.headLength = (this.#lengths[i] as number) - afterHead;
    into.keyStart = offset + into.headLength;
    into.expireAt = this.#deadlines[i] as number;
    into.type = this.#types[i] as number;
    into.offset = frameOffset + offset;
    into.seq = firstSeq + i;
  }
}
