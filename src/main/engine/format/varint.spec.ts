import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVarint, varintLength, writeVarint } from './varint.ts';

describe('varint', () => {
  it('comes back as it was written, in the length foretold', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const bytes = new Uint8Array(12);
        const end = writeVarint(bytes, 2, value);
        expect(end - 2).toBe(varintLength(value));
        const read = { value: -1, end: -1 };
        expect(readVarint(bytes, 2, end, read)).toBe(true);
        expect(read).toEqual({ value, end });
        expect(readVarint(bytes, 2, end - 1, read)).toBe(false);
      }),
    );
  });

  it('refuses what is longer than it needs to be', () => {
    const read = { value: 0, end: 0 };
    expect(readVarint(Uint8Array.of(0x80, 0x00), 0, 2, read)).toBe(false);
    expect(readVarint(new Uint8Array(16).fill(0xff), 0, 16, read)).toBe(false);
  });
});
