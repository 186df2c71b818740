import { allocateHint, type Hint } from '../format/hint.ts';
import type { RecordHead } from '../format/record.ts';
import { never, tombstone } from '../index/entry-chunk.ts';
import { growingF64, growingU8, growingU32 } from './growing-array.ts';

/** All that a merge has written, for the segment's hint. */
export class MergedRecords {
  readonly #seqs = growingF64();
  readonly #offsets = growingU32();
  readonly #headLengths = growingU8();
  readonly #valueLengths = growingU32();
  readonly #keyLengths = growingU32();
  readonly #deadlines = growingF64();
  readonly #types = growingU8();
  readonly #keys = growingU8();

  /** A record of `bytes` that now begins at `offset` of the merged segment. */
  add(bytes: Uint8Array, head: RecordHead, seq: number, offset: number, headLength: number): void {
    this.#seqs.push(seq);
    this.#offsets.push(offset);
    this.#headLengths.push(headLength);
    this.#valueLengths.push(head.valueLength);
    this.#keyLengths.push(head.keyLength);
    this.#deadlines.push(head.expireAt ?? never);
    this.#types.push(head.isDelete ? tombstone : head.type);
    this.#keys.append(bytes, head.keyOffset, head.valueOffset);
  }

  hint(): { hint: Hint; file: Uint8Array } {
    const { hint, file } = allocateHint(this.#seqs.length, this.#keys.length);
    hint.offsets.set(this.#offsets.values);
    hint.seqs.set(this.#seqs.values);
    hint.deadlines.set(this.#deadlines.values);
    hint.valueLengths.set(this.#valueLengths.values);
    hint.keyLengths.set(this.#keyLengths.values);
    hint.headLengths.set(this.#headLengths.values);
    hint.types.set(this.#types.values);
    hint.keys.set(this.#keys.values);
    return { hint, file };
  }
}
