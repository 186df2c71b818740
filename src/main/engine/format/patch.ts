import { emptyBytes } from '../../../shared/bytes.ts';
import { maxValueBytes } from '../../../shared/limits.ts';
import { readVarint, type VarintRead, varintLength, writeVarint } from './varint.ts';

/**
 * A patch is a record whose value says how it differs from an earlier record of its key in the same segment. See
 * docs/format.md: where that record lies, how long it is, how long the value becomes, then steps.
 */

/** In the value type of a record that is a patch. */
const patchBit = 0x80;
/** What no record has: an index has it as the type of a delete. */
const noType = 0xff;

export const isPatch = (type: number): boolean => type >= patchBit && type !== noType;
/** The type of the value itself. */
export const plainType = (type: number): number => (isPatch(type) ? type - patchBit : type);
export const patchType = (type: number): number => type | patchBit;

/** The record that a patch builds on; it has to lie before it in the same segment. */
export interface PatchBase {
  /** In the segment, in bytes. */
  offset: number;
  /** Of the record, in bytes. */
  length: number;
  seq: number;
}

/** From where the step before has ended: so many bytes stay, then so many go, then these come. */
export interface PatchStep {
  keep: number;
  skip: number;
  insert: Uint8Array;
}

/** How many bytes two values begin with alike, and how many of the rest they end with alike. */
export function sameEnds(old: Uint8Array, made: Uint8Array): { front: number; back: number } {
  const most = Math.min(old.length, made.length);
  let front = 0;
  while (front < most && old[front] === made[front]) front++;
  let back = 0;
  while (back < most - front && old[old.length - 1 - back] === made[made.length - 1 - back]) back++;
  return { front, back };
}

const offsetBytes = 4;

/** Bytes of the steps, in a patch. */
export function stepsLength(steps: readonly PatchStep[]): number {
  let length = 0;
  for (const { keep, skip, insert } of steps) {
    length += varintLength(keep) + varintLength(skip) + varintLength(insert.length) + insert.length;
  }
  return length;
}

/** The value of a patch with the sequence number `seq`. What follows the last step stays. */
export function encodePatch(
  base: PatchBase,
  seq: number,
  valueLength: number,
  steps: readonly PatchStep[],
): Uint8Array {
  const distance = seq - base.seq;
  const headLength =
    offsetBytes + varintLength(base.length) + varintLength(distance) + varintLength(valueLength);
  const bytes = new Uint8Array(headLength + stepsLength(steps));
  new DataView(bytes.buffer).setUint32(0, base.offset, true);
  let at = writeVarint(bytes, offsetBytes, base.length);
  at = writeVarint(bytes, at, distance);
  at = writeVarint(bytes, at, valueLength);
  for (const { keep, skip, insert } of steps) {
    at = writeVarint(bytes, at, keep);
    at = writeVarint(bytes, at, skip);
    at = writeVarint(bytes, at, insert.length);
    bytes.set(insert, at);
    at += insert.length;
  }
  return bytes;
}

/** What stands before the steps. */
export interface PatchHead {
  base: PatchBase;
  /** Of the value that comes of it, in bytes. */
  valueLength: number;
  /** Where the steps begin. */
  stepsAt: number;
}

/** The head of the patch that `bytes` begin with; null when it is none. */
export function decodePatchHead(bytes: Uint8Array, seq: number): PatchHead | null {
  if (bytes.length < offsetBytes) return null;
  const offset = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const read: VarintRead = { value: 0, end: offsetBytes };
  const next = (most: number): number =>
    readVarint(bytes, read.end, bytes.length, read) && read.value <= most ? read.value : -1;
  const length = next(Number.MAX_SAFE_INTEGER);
  const distance = next(seq);
  const valueLength = next(maxValueBytes);
  if (length <= 0 || distance <= 0 || valueLength < 0) return null;
  return { base: { offset, length, seq: seq - distance }, valueLength, stepsAt: read.end };
}

/** A step as it stands in a patch; one is used again for the next. */
export class StepRead {
  keep = 0;
  skip = 0;
  insertAt = 0;
  insertLength = 0;
  readonly #read: VarintRead;

  /** Begins with the first step of the patch. */
  constructor({ stepsAt }: PatchHead) {
    this.#read = { value: 0, end: stepsAt };
  }

  /** Where the step ends that was read last. */
  get end(): number {
    return this.insertLength + this.#read.end;
  }

  /** Reads the next step; false where none is. */
  next(patch: Uint8Array): boolean {
    this.#read.end = this.end;
    this.insertLength = 0;
    const [keep, skip, insert] = [this.#number(patch), this.#number(patch), this.#number(patch)];
    if (keep < 0 || skip < 0 || insert < 0 || insert > patch.length - this.#read.end) return false;
    this.keep = keep;
    this.skip = skip;
    this.insertAt = this.#read.end;
    this.insertLength = insert;
    return true;
  }

  #number(patch: Uint8Array): number {
    return readVarint(patch, this.#read.end, patch.length, this.#read) ? this.#read.value : -1;
  }
}

/** Where what its first step inserts begins; its end where there is no step. */
export function firstInsertAt(patch: Uint8Array, head: PatchHead): number {
  const step = new StepRead(head);
  return step.next(patch) ? step.insertAt : patch.length;
}

/** Bytes of `source` from `start` on. */
interface Piece {
  source: Uint8Array;
  start: number;
  length: number;
}

/** A value as pieces of what it has been made of: to take a step costs no copy of its bytes. */
export class PatchedBytes {
  #pieces: Piece[];

  constructor(base: Uint8Array) {
    this.#pieces = [{ source: base, start: 0, length: base.length }];
  }

  /** Takes the steps of a patch, after which it is to have so many bytes. False when that cannot be. */
  take(patch: Uint8Array, head: PatchHead): boolean {
    const old = new PieceReader(this.#pieces);
    const made: Piece[] = [];
    const step = new StepRead(head);
    while (step.end < patch.length) {
      if (!step.next(patch) || !old.move(step.keep, made) || !old.move(step.skip, null)) return false;
      if (step.insertLength > 0)
        made.push({ source: patch, start: step.insertAt, length: step.insertLength });
    }
    old.moveRest(made);
    this.#pieces = made;
    return made.reduce((sum, { length }) => sum + length, 0) === head.valueLength;
  }

  /** All of it in memory of its own. */
  join(): Uint8Array {
    const length = this.#pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (length === 0) return emptyBytes;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const { source, start, length } of this.#pieces) {
      bytes.set(source.subarray(start, start + length), at);
      at += length;
    }
    return bytes;
  }
}

/** Goes through pieces from the first byte to the last. */
class PieceReader {
  readonly #pieces: readonly Piece[];
  #index = 0;
  /** Bytes of the piece at `#index` that have been passed. */
  #passed = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** Passes so many bytes, which go to `into`, if they go anywhere. False when there are fewer. */
  move(bytes: number, into: Piece[] | null): boolean {
    for (let left = bytes; left > 0; ) {
      const piece = this.#pieces[this.#index];
      if (piece === undefined) return false;
      const length = Math.min(left, piece.length - this.#passed);
      into?.push({ source: piece.source, start: piece.start + this.#passed, length });
      left -= length;
      this.#passed += length;
      if (this.#passed === piece.length) {
        this.#index++;
        this.#passed = 0;
      }
    }
    return true;
  }

  moveRest(into: Piece[]): void {
    for (let index = this.#index; index < this.#pieces.length; index++) {
      const { source, start, length } = this.#pieces[index] as Piece;
      const passed = index === this.#index ? this.#passed : 0;
      if (length > passed) into.push({ source, start: start + passed, length: length - passed });
    }
  }
}
