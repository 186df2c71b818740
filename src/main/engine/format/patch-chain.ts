import {
  decodePatchHead,
  isPatch,
  type PatchBase,
  PatchedBytes,
  type PatchHead,
  plainType,
} from './patch.ts';
import { decodeRecordHead, RecordHead, recordChecksum } from './record.ts';

/** A record that holds a patch. */
export interface PatchRecord {
  key: Uint8Array;
  value: Uint8Array;
  /** As the record has it. */
  type: number;
  seq: number;
  /** In the segment, in bytes. */
  offset: number;
}

const head = new RecordHead();

/**
 * A patch and the records that it builds on, newest first, up to one that is whole. Whoever has it reads `next` from the
 * segment and adds it, until there is none. It ends: each record lies before the one that builds on it.
 */
class PatchChain {
  readonly #key: Uint8Array;
  readonly #type: number;
  readonly #patches: { bytes: Uint8Array; head: PatchHead }[] = [];
  #whole: Uint8Array | null = null;
  #next: PatchBase | null = null;

  /** Key and value are kept, not copied. */
  constructor(record: PatchRecord) {
    this.#key = record.key;
    this.#type = plainType(record.type);
    this.#addPatch(record.value, record.seq, record.offset);
  }

  /** What is to be read next; null when the chain is complete, or broken. */
  get next(): PatchBase | null {
    return this.#next;
  }

  /** The bytes that stand where `next` said. When they are no such record the chain is broken. */
  add(record: Uint8Array): void {
    const base = this.#next;
    this.#next = null;
    if (base === null || !this.#isBase(record, base)) return;
    const value = record.subarray(head.valueOffset, head.end);
    if (isPatch(head.type)) this.#addPatch(value, base.seq, base.offset);
    else this.#whole = value;
  }

  /** The value; null when the chain is broken. */
  value(): Uint8Array | null {
    if (this.#whole === null) return null;
    const bytes = new PatchedBytes(this.#whole);
    for (const patch of this.#patches.reverse()) if (!bytes.take(patch.bytes, patch.head)) return null;
    return bytes.join();
  }

  #isBase(record: Uint8Array, { length, seq }: PatchBase): boolean {
    if (record.length !== length || !decodeRecordHead(record, 0, length, head)) return false;
    if (head.end !== length || head.isDelete || plainType(head.type) !== this.#type) return false;
    if (Buffer.compare(record.subarray(head.keyOffset, head.valueOffset), this.#key) !== 0) return false;
    return head.crcStored === recordChecksum(record, head, seq);
  }

  #addPatch(bytes: Uint8Array, seq: number, offset: number): void {
    const found = decodePatchHead(bytes, seq);
    if (found === null || found.base.offset + found.base.length > offset) return;
    this.#patches.push({ bytes, head: found });
    this.#next = found.base;
  }
}

/** Fills the target from an offset of the segment on; returns how many bytes were there. */
export type ReadSync = (target: Uint8Array, offset: number) => number;

/** The value that a patch stands for; null when what it builds on is not there as it should be. */
export function patchedValueSync(patch: PatchRecord, read: ReadSync): Uint8Array | null {
  const chain = new PatchChain(patch);
  for (let next = chain.next; next !== null; next = chain.next) {
    const record = new Uint8Array(next.length);
    chain.add(record.subarray(0, read(record, next.offset)));
  }
  return chain.value();
}

/** The same, but what has to be read is waited for. */
export async function patchedValue(
  patch: PatchRecord,
  read: (target: Uint8Array, offset: number) => Promise<number>,
): Promise<Uint8Array | null> {
  const chain = new PatchChain(patch);
  for (let next = chain.next; next !== null; next = chain.next) {
    const record = new Uint8Array(next.length);
    chain.add(record.subarray(0, await read(record, next.offset)));
  }
  return chain.value();
}
