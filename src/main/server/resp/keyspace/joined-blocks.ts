import type { PatchableValue, StoredVersion } from '../../../engine/api.ts';
import { type PatchStep, stepsLength } from '../../../engine/format/patch.ts';
import { changedBlocks, type JoinedPart } from './changed-blocks.ts';

const comma = 0x2c;

/** Encoded blocks of a structure, which are put side by side when its bytes are wanted. */
export class JoinedBlocks implements PatchableValue {
  readonly length: number;
  readonly steps: readonly PatchStep[] | null;
  readonly before: StoredVersion | null;
  readonly stored: StoredVersion = { place: null };
  readonly #parts: readonly JoinedPart[];

  /** `before`: the version that the store was given last. Nothing in the parts changes any more. */
  constructor(parts: readonly JoinedPart[], before: JoinedBlocks | null = null) {
    this.#parts = parts;
    let length = 0;
    for (const part of parts) {
      if (typeof part === 'string') length += part.length;
      else {
        length += Math.max(0, part.length - 1);
        for (const note of part) length += note.length;
      }
    }
    this.length = length;
    this.steps = before === null ? null : changedBlocks(before.#parts, parts);
    this.before = before?.stored ?? null;
  }

  /** What of it the store does not have yet, about, in bytes. */
  get newBytes(): number {
    return this.steps === null ? this.length : Math.min(stepsLength(this.steps), this.length);
  }

  /** Writes all of it to the beginning of a buffer, which has the room. */
  writeTo(bytes: Buffer): void {
    let at = 0;
    for (const part of this.#parts) {
      if (typeof part === 'string') at += bytes.write(part, at, 'latin1');
      else at = writeNotes(part, bytes, at);
    }
  }
}

/** Returns where they end. */
function writeNotes(notes: readonly Uint8Array[], bytes: Buffer, start: number): number {
  let at = start;
  for (const [index, note] of notes.entries()) {
    if (index > 0) bytes[at++] = comma;
    bytes.set(note, at);
    at += note.length;
  }
  return at;
}
