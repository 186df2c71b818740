/** Editing bytes: what a key press makes of them. All functions leave their input alone. */

export interface HexCursor {
  /** Index of the byte; the length of the bytes = behind the last one. */
  at: number;
  /** True when the first digit of that byte has just been typed. */
  half: boolean;
}

export interface HexEdit {
  bytes: Uint8Array;
  cursor: HexCursor;
}

function spliced(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length - removed + added.length);
  out.set(bytes.subarray(0, at));
  out.set(added, at);
  out.set(bytes.subarray(at + removed), at + added.length);
  return out;
}

/** Types one hex digit: over the byte at the cursor, as a new byte when inserting or at the end. */
export function typeDigit(edit: HexEdit, digit: number, inserting: boolean): HexEdit {
  const { bytes, cursor } = edit;
  if (cursor.half) {
    const byte = ((bytes[cursor.at] ?? 0) & 0xf0) | digit;
    return {
      bytes: spliced(bytes, cursor.at, 1, Uint8Array.of(byte)),
      cursor: { at: cursor.at + 1, half: false },
    };
  }
  const isNew = inserting || cursor.at >= bytes.length;
  const low = isNew ? 0 : (bytes[cursor.at] as number) & 0x0f;
  const byte = (digit << 4) | low;
  return {
    bytes: spliced(bytes, cursor.at, isNew ? 0 : 1, Uint8Array.of(byte)),
    cursor: { at: cursor.at, half: true },
  };
}

/** Takes out the byte at the cursor, or the one before it. */
export function removeByte(edit: HexEdit, before: boolean): HexEdit {
  const at = before && !edit.cursor.half ? edit.cursor.at - 1 : edit.cursor.at;
  if (at < 0 || at >= edit.bytes.length) return edit;
  return { bytes: spliced(edit.bytes, at, 1, new Uint8Array(0)), cursor: { at, half: false } };
}

/** Puts bytes in at the cursor, over as many as there are unless inserting. */
export function pasteBytes(edit: HexEdit, pasted: Uint8Array, inserting: boolean): HexEdit {
  const { bytes, cursor } = edit;
  const removed = inserting ? 0 : Math.min(pasted.length, bytes.length - cursor.at);
  return {
    bytes: spliced(bytes, cursor.at, removed, pasted),
    cursor: { at: cursor.at + pasted.length, half: false },
  };
}
