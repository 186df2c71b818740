import { describe, expect, it } from 'vitest';
import { hexCharacter, hexShape, moveInHex, noRange, rangeOfEachByte, rowOfByte } from './hex-layout.ts';

describe('hexShape', () => {
  it('begins rows at round addresses, whatever the first byte is', () => {
    expect(hexShape(146, 0xa76ef, 16)).toEqual({ bytesPerRow: 16, lead: 15, rows: 11 });
    expect(hexShape(16, 0, 16).rows).toBe(1);
    expect(hexShape(17, 0, 16).rows).toBe(2);
    expect(hexShape(0, 5, 16).rows).toBe(1);
  });

  it('finds the row of a byte', () => {
    const shape = hexShape(146, 0xa76ef, 16);
    expect(rowOfByte(shape, 0)).toBe(0);
    expect(rowOfByte(shape, 1)).toBe(1);
    expect(rowOfByte(shape, 145)).toBe(10);
  });
});

describe('rangeOfEachByte', () => {
  it('gives each byte its range, the later one where they overlap, and cuts what sticks out', () => {
    const owner = rangeOfEachByte(6, [
      { id: 7, offset: 0, length: 4, shade: 'even' },
      { id: 8, offset: 3, length: 9, shade: 'bad' },
    ]);
    expect([...owner]).toEqual([0, 0, 0, 1, 1, 1]);
    expect([...rangeOfEachByte(2, [])]).toEqual([noRange, noRange]);
  });
});

describe('moveInHex', () => {
  it('walks by byte and by row and stays inside', () => {
    expect(moveInHex('ArrowRight', 3, 20, 8)).toBe(4);
    expect(moveInHex('ArrowDown', 3, 20, 8)).toBe(11);
    expect(moveInHex('ArrowUp', 3, 20, 8)).toBe(0);
    expect(moveInHex('End', 3, 20, 8)).toBe(19);
    expect(moveInHex('Home', 3, 20, 8)).toBe(0);
    expect(moveInHex('x', 3, 20, 8)).toBeNull();
  });
});

it('shows what is not printable ASCII as a dot', () => {
  expect([0x00, 0x1f, 0x20, 0x41, 0x7e, 0x7f, 0xff].map(hexCharacter).join('')).toBe('·· A~··');
});
