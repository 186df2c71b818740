import { decodeRecordHead, RecordHead } from '../format/record.ts';
import { never, tombstone } from '../index/entry-chunk.ts';
import { blankFacts } from '../index/entry-facts.ts';
import { RecordColumns } from '../index/record-columns.ts';
import type { IndexLoad } from '../keys/store-index.ts';
import type { Payload } from '../scan/frame-records.ts';
import type { Slicer } from '../scan/slicer.ts';
import type { ScannedFile, ScannedRecord } from '../scan/visitor.ts';

/** Hands the records of a log to an index in the order in which they come. */
export class Replay {
  readonly #load: IndexLoad;
  readonly #slicer: Slicer;
  readonly #facts = blankFacts();
  readonly #head = new RecordHead();
  readonly #columns = new RecordColumns();
  readonly #knownSeq: number;
  #isBehindDamage = false;

  /** The index knows of all records up to `knownSeq`. */
  constructor(load: IndexLoad, slicer: Slicer, knownSeq: number) {
    this.#knownSeq = knownSeq;
    this.#load = load;
    this.#slicer = slicer;
  }

  enter(file: ScannedFile): void {
    this.#facts.segment = file.number;
    this.#isBehindDamage = false;
  }

  /** All records of a frame that is whole. */
  payload(payload: Payload): Promise<void> | undefined {
    if (this.#isBehindDamage) this.#load.apart?.(this.#facts.segment);
    this.#isBehindDamage = false;
    return payload.firstSeq > this.#knownSeq ? this.#from(payload, payload.start, 0) : undefined;
  }

  /** Those from the one at `at` on, which is the nth. A promise only where the thread has to be given free between. */
  #from(payload: Payload, at: number, nth: number): Promise<void> | undefined {
    const columns = this.#columns;
    for (let i = nth, next = at; i < payload.records; i += columns.count) {
      if (this.#load.isFull || this.#slicer.due()) return this.#pausedFrom(payload, next, i);
      next = this.#read(payload, next, i);
      this.#load.putAll(payload.bytes, columns);
    }
    return undefined;
  }

  /** As many of them as are handed over at once. Returns where the next one begins. */
  #read({ bytes, start, end, records, firstSeq, fileOffset }: Payload, from: number, nth: number): number {
    const head = this.#head;
    const facts = this.#facts;
    const columns = this.#columns;
    const toFile = fileOffset - start;
    columns.segment = facts.segment;
    columns.count = 0;
    let at = from;
    for (let i = nth; i < records && !columns.isFull; i++) {
      decodeRecordHead(bytes, at, end, head);
      at = head.end;
      facts.offset = head.offset + toFile;
      facts.headLength = head.keyOffset - head.offset;
      facts.valueLength = head.valueLength;
      facts.type = head.isDelete ? tombstone : head.type;
      facts.seq = firstSeq + (head.seqDelta ?? i);
      facts.expireAt = head.expireAt ?? never;
      columns.add(head.keyOffset, head.keyLength, facts);
    }
    return at;
  }

  async #pausedFrom(payload: Payload, at: number, nth: number): Promise<void> {
    await this.flushIfFull();
    if (this.#slicer.dueNow()) await this.#slicer.yield();
    await this.#from(payload, at, nth);
  }

  /** A record of a frame that is not whole. `flushIfFull` must come between two frames. */
  record(record: ScannedRecord): void {
    if (record.status !== 'ok' || (record.seq ?? 0) <= this.#knownSeq) return;
    const { bytes, keyStart, keyLength } = record;
    const facts = this.#facts;
    this.#isBehindDamage = true;
    this.#load.apart?.(facts.segment);
    facts.offset = record.offset;
    facts.headLength = record.headerLength;
    facts.valueLength = record.valueLength;
    facts.type = record.type;
    facts.seq = record.seq ?? 0;
    facts.expireAt = record.expireAt ?? never;
    if (record.op === 'delete') this.#load.remove(bytes, keyStart, keyLength, facts);
    else this.#load.put(bytes, keyStart, keyLength, facts);
  }

  async flushIfFull(): Promise<void> {
    if (this.#load.isFull) await this.#load.flush(this.#slicer);
  }
}
