import { describe, expect, it } from 'vitest';
import { type HexEdit, pasteBytes, removeByte, typeDigit } from './hex-edit.ts';

const at = (bytes: number[], place: number, half = false): HexEdit => ({
  bytes: Uint8Array.from(bytes),
  cursor: { at: place, half },
});
const list = (edit: HexEdit) => [[...edit.bytes], edit.cursor.at, edit.cursor.half];

describe('editing bytes', () => {
  it('types over a byte, digit by digit, and leaves the others', () => {
    const first = typeDigit(at([0x12, 0x34], 0), 0xa, false);
    expect(list(first)).toEqual([[0xa2, 0x34], 0, true]);
    expect(list(typeDigit(first, 0xb, false))).toEqual([[0xab, 0x34], 1, false]);
  });

  it('appends behind the last byte', () => {
    expect(list(typeDigit(at([0x12], 1), 0xf, false))).toEqual([[0x12, 0xf0], 1, true]);
  });

  it('inserts where it is told to', () => {
    const first = typeDigit(at([0x12, 0x34], 1), 0xc, true);
    expect(list(typeDigit(first, 0xd, true))).toEqual([[0x12, 0xcd, 0x34], 2, false]);
  });

  it('removes the byte at the cursor and the one before it', () => {
    expect(list(removeByte(at([1, 2, 3], 1), false))).toEqual([[1, 3], 1, false]);
    expect(list(removeByte(at([1, 2, 3], 1), true))).toEqual([[2, 3], 0, false]);
    expect(list(removeByte(at([1, 2], 0), true))).toEqual([[1, 2], 0, false]);
    expect(list(removeByte(at([1, 2], 2), false))).toEqual([[1, 2], 2, false]);
  });

  it('pastes over or in between', () => {
    expect(list(pasteBytes(at([1, 2, 3], 2), Uint8Array.of(8, 9), false))).toEqual([[1, 2, 8, 9], 4, false]);
    expect(list(pasteBytes(at([1, 2], 1), Uint8Array.of(9), true))).toEqual([[1, 9, 2], 2, false]);
  });

  it('leaves what it was given alone', () => {
    const before = at([1, 2], 0);
    typeDigit(before, 5, true);
    removeByte(before, false);
    expect(list(before)).toEqual([[1, 2], 0, false]);
  });
});
