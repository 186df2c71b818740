import { WalscopeError } from '../../../shared/errors.ts';
import { asWalscopeError } from '../commit/failures.ts';
import { viewOf } from '../format/integers.ts';
import { isWholeRecord } from '../format/record.ts';
import { never } from '../index/entry-chunk.ts';
import type { BlockCache } from '../store/block-cache.ts';
import type { MappedSegments } from './mapped-segments.ts';
import { fromFile, type ReadSegment } from './record-window.ts';
import type { EntryColumns } from './store-index.ts';
import { type MappedSegment, StretchWalk } from './stretch-walk.ts';

/**
 * What the log says of each id, which is the sequence number of a key's newest record. Asked about the same one again
 * and again it reads once.
 */
export class LogColumns implements EntryColumns {
  readonly #segments: MappedSegments;
  readonly #fromCache: ReadSegment;
  /** Stands at the record that was asked about last. */
  readonly #walk = new StretchWalk();
  #found = 0;
  #foundIn = 0;

  constructor(segments: MappedSegments, blocks: BlockCache) {
    this.#segments = segments;
    this.#fromCache = (segment, target, offset) => blocks.readSync(segment, target, offset);
  }

  /** Records may lie elsewhere from now on. */
  forget(): void {
    this.#found = 0;
  }

  seq(id: number): number {
    return id;
  }

  segment(id: number): number {
    this.#find(id);
    return this.#foundIn;
  }

  offset(id: number): number {
    return this.#find(id).offset;
  }

  headLength(id: number): number {
    return this.#find(id).head.headLength;
  }

  keyLength(id: number): number {
    return this.#find(id).head.keyLength;
  }

  valueLength(id: number): number {
    return this.#find(id).head.valueLength;
  }

  recordLength(id: number): number {
    return this.#find(id).head.length;
  }

  type(id: number): number {
    return this.#find(id).head.type;
  }

  expireAt(id: number): number {
    return this.#find(id).head.expireAt ?? never;
  }

  key(id: number): Uint8Array {
    const walk = this.#find(id);
    const at = walk.keyAt();
    return walk.window.bytes.slice(at, at + walk.head.keyLength);
  }

  /** Whether the key is bytes[start, start + length). A record that says no must be whole: CORRUPT otherwise. */
  keyEquals(id: number, bytes: Uint8Array, start: number, length: number): boolean {
    if (this.#hasKey(this.#find(id), bytes, start, length)) return true;
    this.#assertWhole(id);
    return false;
  }

  #hasKey(walk: StretchWalk, bytes: Uint8Array, start: number, length: number): boolean {
    if (walk.head.keyLength !== length) return false;
    const at = walk.keyAt();
    const held = walk.window.bytes;
    for (let i = 0; i < length; i++) if (held[at + i] !== bytes[start + i]) return false;
    return true;
  }

  #find(seq: number): StretchWalk {
    if (seq === this.#found) return this.#walk;
    const mapped = this.#segments.of(seq);
    this.#found = 0;
    try {
      this.#walkTo(mapped, seq, this.#fromCache);
    } catch {
      // What is kept in memory may be what has gone wrong: the file has the last word.
      this.#walkTo(mapped, seq, fromFile);
    }
    this.#found = seq;
    this.#foundIn = mapped.segment.number;
    return this.#walk;
  }

  #walkTo({ segment, map }: MappedSegment, seq: number, read: ReadSegment): void {
    const walk = this.#walk;
    walk.open(segment, read);
    walk.begin(map, map.stretchOf(seq));
    while (walk.step()) {
      if (walk.seq === seq) {
        // With its key, which is why it was looked for.
        walk.keyAt();
        return;
      }
      if (walk.seq > seq) break;
    }
    throw corrupt(segment.name, walk.offset, seq);
  }

  #assertWhole(id: number): void {
    const { segment } = this.#segments.of(id);
    const { offset, head } = this.#find(id);
    const record = new Uint8Array(head.length);
    try {
      const read = segment.handle.readSync(record, offset);
      if (read === record.length && isWholeRecord(viewOf(record), 0, read, id)) return;
    } catch (error) {
      throw asWalscopeError(error, `Reading ${segment.name} at byte ${offset}`);
    }
    throw corrupt(segment.name, offset, id);
  }
}

const corrupt = (file: string, offset: number, seq: number): WalscopeError =>
  new WalscopeError(
    'CORRUPT',
    `Record ${seq}, at about byte ${offset} of ${file}, is not as it was written: verify the directory and salvage it into a new one.`,
    { details: { file, offset, seq } },
  );
