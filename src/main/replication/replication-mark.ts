import { crc32 } from '../engine/format/crc32.ts';

/**
 * How much of a log an fsync has proven, in two slots that are written in turn: little-endian, each
 *
 *     [turn f64][number of the log f64][bytes f64][crc32 of the 24 bytes before]
 *
 * A slot that was being written when the power went does not hold its checksum: then the other one counts.
 */
const slotBytes = 28;
const coveredBytes = 24;
export const markBytes = 2 * slotBytes;

export interface Mark {
  turn: number;
  log: number;
  bytes: number;
}

/** The slot that a mark goes into, and where it stands in the file. */
export function encodeMark({ turn, log, bytes }: Mark): { slot: Uint8Array; position: number } {
  const slot = Buffer.alloc(slotBytes);
  slot.writeDoubleLE(turn, 0);
  slot.writeDoubleLE(log, 8);
  slot.writeDoubleLE(bytes, 16);
  slot.writeUInt32LE(crc32(slot, 0, coveredBytes), coveredBytes);
  return { slot, position: (turn % 2) * slotBytes };
}

/** The newest mark that holds; null where none does. */
export function decodeMark(file: Uint8Array): Mark | null {
  const marks = [0, slotBytes].map((at) => slotAt(file, at)).filter((mark) => mark !== null);
  return marks.sort((a, b) => b.turn - a.turn)[0] ?? null;
}

function slotAt(file: Uint8Array, at: number): Mark | null {
  if (file.length < at + slotBytes) return null;
  const slot = Buffer.from(file.buffer, file.byteOffset + at, slotBytes);
  if (slot.readUInt32LE(coveredBytes) !== crc32(slot, 0, coveredBytes)) return null;
  return { turn: slot.readDoubleLE(0), log: slot.readDoubleLE(8), bytes: slot.readDoubleLE(16) };
}
