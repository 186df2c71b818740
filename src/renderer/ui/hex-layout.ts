/** How a stretch of bytes is shaded. `even` and `odd` alternate so that neighbouring fields can be told apart. */
export type HexShade = 'even' | 'odd' | 'ok' | 'bad' | 'zero' | 'gone' | 'plain';

/** A range of the shown bytes that belongs together: a field, a torn end, a checksum. */
export interface HexRange {
  /** What the range stands for: hovering or choosing a byte names it. */
  id: number;
  offset: number;
  length: number;
  shade: HexShade;
}

/** Which range each byte belongs to, as an index into the ranges; 0xffff = none. Later ranges win. */
export function rangeOfEachByte(length: number, ranges: readonly HexRange[]): Uint16Array {
  const owner = new Uint16Array(length).fill(noRange);
  ranges.forEach((range, index) => {
    owner.fill(index, Math.max(0, range.offset), Math.min(length, range.offset + range.length));
  });
  return owner;
}
export const noRange = 0xffff;

export interface HexShape {
  bytesPerRow: number;
  /** Bytes missing at the start of the first row, since rows begin at round addresses. */
  lead: number;
  rows: number;
}

export function hexShape(length: number, baseOffset: number, bytesPerRow: number): HexShape {
  const lead = baseOffset % bytesPerRow;
  return { bytesPerRow, lead, rows: Math.max(1, Math.ceil((lead + length) / bytesPerRow)) };
}

/** A byte's character beside the hex: what is not printable ASCII is a middle dot. */
export function hexCharacter(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

/** The row that shows a byte. */
export function rowOfByte(shape: HexShape, index: number): number {
  return Math.floor((shape.lead + index) / shape.bytesPerRow);
}

/** Where an arrow key leads from `at`; null when the key is not about moving. */
export function moveInHex(key: string, at: number, length: number, bytesPerRow: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -bytesPerRow,
    ArrowDown: bytesPerRow,
    PageUp: -bytesPerRow * 16,
    PageDown: bytesPerRow * 16,
    Home: -length,
    End: length,
  };
  const step = steps[key];
  if (step === undefined) return null;
  return Math.min(length - 1, Math.max(0, at + step));
}
