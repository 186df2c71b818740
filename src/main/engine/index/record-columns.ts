import { tombstone } from './entry-chunk.ts';
import type { EntryFacts } from './entry-facts.ts';

/** So many records are handed over at once. */
const capacity = 256;

/**
 * Records that follow each other in a segment, field by field: handing them over together leaves loops that do one
 * thing each, which are compiled long before a chain of calls for each record is. Used again for the next ones.
 */
export class RecordColumns {
  segment = 0;
  count = 0;
  /** In the bytes that they are handed over with. */
  readonly keyStarts = new Int32Array(capacity);
  readonly keyLengths = new Int32Array(capacity);
  /** In the segment. */
  readonly #offsets = new Float64Array(capacity);
  readonly #headLengths = new Int32Array(capacity);
  readonly #valueLengths = new Int32Array(capacity);
  readonly #types = new Int32Array(capacity);
  readonly #seqs = new Float64Array(capacity);
  readonly #deadlines = new Float64Array(capacity);

  get isFull(): boolean {
    return this.count === capacity;
  }

  /** `facts` of a delete are of the type `tombstone`. */
  add(keyStart: number, keyLength: number, facts: EntryFacts): void {
    const at = this.count++;
    this.keyStarts[at] = keyStart;
    this.keyLengths[at] = keyLength;
    this.#offsets[at] = facts.offset;
    this.#headLengths[at] = facts.headLength;
    this.#valueLengths[at] = facts.valueLength;
    this.#types[at] = facts.type;
    this.#seqs[at] = facts.seq;
    this.#deadlines[at] = facts.expireAt;
  }

  isDelete(i: number): boolean {
    return this.#types[i] === tombstone;
  }

  read(i: number, facts: EntryFacts): void {
    facts.segment = this.segment;
    facts.offset = this.#offsets[i] as number;
    facts.headLength = this.#headLengths[i] as number;
    facts.valueLength = this.#valueLengths[i] as number;
    facts.type = this.#types[i] as number;
    facts.seq = this.#seqs[i] as number;
    facts.expireAt = this.#deadlines[i] as number;
  }
}
