/** How many entries share a chunk: 2^14. A chunk is what is copied when a frozen view still needs the old one. */
export const entryChunkBits = 14;
export const entriesPerChunk = 1 << entryChunkBits;
export const entryMask = entriesPerChunk - 1;

/** What stands in `seq` of an entry that holds no key. */
export const noKey = -1;
/** What stands in `expireAt` of a key without a deadline. */
export const never = Number.POSITIVE_INFINITY;

/** Entries of the index in columns: no object for each key. */
export class EntryChunk {
  readonly hash: Uint32Array;
  /** Position in the key arena. */
  readonly keyAt: Uint32Array;
  readonly keyLength: Uint32Array;
  readonly segment: Uint32Array;
  /** Of the record in its segment. */
  readonly offset: Uint32Array;
  readonly headLength: Uint8Array;
  readonly valueLength: Uint32Array;
  /** typeCode of the value, or `tombstone`. */
  readonly type: Uint8Array;
  readonly seq: Float64Array;
  /** ms since 1970, or `never`. */
  readonly expireAt: Float64Array;
  /** Which freeze it was made after: an older one is copied before it is changed. */
  readonly epoch: number;

  constructor(epoch: number, from: EntryChunk | null) {
    this.epoch = epoch;
    this.hash = from?.hash.slice() ?? new Uint32Array(entriesPerChunk);
    this.keyAt = from?.keyAt.slice() ?? new Uint32Array(entriesPerChunk);
    this.keyLength = from?.keyLength.slice() ?? new Uint32Array(entriesPerChunk);
    this.segment = from?.segment.slice() ?? new Uint32Array(entriesPerChunk);
    this.offset = from?.offset.slice() ?? new Uint32Array(entriesPerChunk);
    this.headLength = from?.headLength.slice() ?? new Uint8Array(entriesPerChunk);
    this.valueLength = from?.valueLength.slice() ?? new Uint32Array(entriesPerChunk);
    this.type = from?.type.slice() ?? new Uint8Array(entriesPerChunk);
    this.seq = from?.seq.slice() ?? new Float64Array(entriesPerChunk).fill(noKey);
    this.expireAt = from?.expireAt.slice() ?? new Float64Array(entriesPerChunk);
  }
}

/** In the `type` column: the newest record of the key is a delete. Only compaction keeps such entries. */
export const tombstone = 255;
