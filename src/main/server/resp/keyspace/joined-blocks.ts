const comma = 0x2c;

/** Encoded blocks of a structure, which are put side by side when its bytes are wanted. */
export class JoinedBlocks {
  /** Bytes. */
  readonly length: number;
  readonly #parts: readonly (string | readonly Uint8Array[])[];

  /** ASCII as it is, and blocks that are written with commas between. */
  constructor(parts: readonly (string | readonly Uint8Array[])[]) {
    this.#parts = parts;
    let length = 0;
    for (const part of parts) {
      if (typeof part === 'string') length += part.length;
      else length += part.reduce((sum, note) => sum + note.length, Math.max(0, part.length - 1));
    }
    this.length = length;
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
