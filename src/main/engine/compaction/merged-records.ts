import { allocateHint, type Hint } from '../format/hint.ts';
import type { RecordHead } from '../format/record.ts';
import { never, tombstone } from '../index/entry-chunk.ts';
import { growingF64, growingU8, growingU32 } from './growing-array.ts';

/** Where the index finds the records that a merge has moved. Columns of the same length. */
export interface MovedRecords {
  /** In the index of the store. */
  ids: Uint32Array<ArrayBuffer>;
  seqs: Float64Array<ArrayBuffer>;
  /** In the merged segment. */
  offsets: Uint32Array<ArrayBuffer>;
  headLengths: Uint8Array<ArrayBuffer>;
}

/** In the column of ids: a tombstone, which no key has. */
const noId = 0xffff_ffff;

/** All that a merge has written, for the segment's hint and for the index. */
export class MergedRecords {
  readonly #ids = growingU32();
  readonly #seqs = growingF64();
  readonly #offsets = growingU32();
  readonly #headLengths = growingU8();
  readonly #valueLengths = growingU32();
  readonly #keyLengths = growingU32();
  readonly #deadlines = growingF64();
  readonly #types = growingU8();
  readonly #keys = growingU8();
  #tombstones = 0;

  /** A record of `bytes` that now begins at `offset` of the merged segment; `id` is null for a tombstone. */
  add(
    bytes: Uint8Array,
    head: RecordHead,
    seq: number,
    id: number | null,
    offset: number,
    headLength: number,
  ): void {
    this.#ids.push(id ?? noId);
    this.#seqs.push(seq);
    this.#offsets.push(offset);
    this.#headLengths.push(headLength);
    this.#valueLengths.push(head.valueLength);
    this.#keyLengths.push(head.keyLength);
    this.#deadlines.push(head.expireAt ?? never);
    this.#types.push(head.isDelete ? tombstone : head.type);
    this.#keys.append(bytes, head.keyOffset, head.valueOffset);
    if (id === null) this.#tombstones++;
  }

  /** Records that are no tombstones. */
  get keys(): number {
    return this.#ids.length - this.#tombstones;
  }

  hint(): { hint: Hint; file: Uint8Array } {
    const { hint, file } = allocateHint(this.#ids.length, this.#keys.length);
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

  moved(): MovedRecords {
    const all = {
      ids: this.#ids.copy(),
      seqs: this.#seqs.copy(),
      offsets: this.#offsets.copy(),
      headLengths: this.#headLengths.copy(),
    };
    if (this.#tombstones === 0) return all;
    const kept = (_: number, i: number): boolean => all.ids[i] !== noId;
    return {
      ids: all.ids.filter(kept),
      seqs: all.seqs.filter(kept),
      offsets: all.offsets.filter(kept),
      headLengths: all.headLengths.filter(kept),
    };
  }
}
