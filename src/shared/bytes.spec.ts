import fc from 'fast-check';
import { expect, it } from 'vitest';
import { copyBetween, lineText, utf8 } from './bytes.ts';

it('copies as many bytes as it is told to between views, and nothing around them', () => {
  const place = fc.nat(40);
  const length = fc.oneof(fc.nat(40), fc.integer({ min: 240, max: 270 }), fc.constant(4096));
  fc.assert(
    fc.property(place, place, length, (start, at, length) => {
      const source = Uint8Array.from({ length: start + length + 9 }, (_, i) => (i * 7 + 1) % 251);
      const memory = new Uint8Array(at + length + 20).fill(0xee);
      const target = memory.subarray(3);
      copyBetween(new DataView(source.buffer), start, new DataView(memory.buffer, 3), at, length);
      expect(target.subarray(at, at + length)).toEqual(source.subarray(start, start + length));
      const others = [...memory.subarray(0, 3 + at), ...target.subarray(at + length)];
      expect(others.every((byte) => byte === 0xee)).toBe(true);
    }),
  );
});

it('gives text for one line, with a dot for what cannot be printed', () => {
  expect(lineText(utf8('a\nb\u2028ç'))).toBe('a·b·ç');
  expect(lineText(Uint8Array.of(0xff, 0x41))).toBe('·A');
});
