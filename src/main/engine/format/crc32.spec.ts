import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/bytes.ts';
import { crc32, crc32OfView, crc32Portable } from './crc32.ts';
import { viewOf } from './integers.ts';

describe('crc32', () => {
  it('gives the check value of the standard', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  it('is the same in native code and in JavaScript, whole or in two parts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), fc.nat(4096), (data, at) => {
        const cut = Math.min(at, data.length);
        const whole = crc32(data);
        const view = viewOf(data);
        expect(crc32Portable(view, 0, data.length, 0)).toBe(whole);
        expect(crc32OfView(view, cut, data.length, crc32OfView(view, 0, cut, 0))).toBe(whole);
        expect(crc32(data, cut, data.length, crc32(data, 0, cut))).toBe(whole);
      }),
      { numRuns: 300 },
    );
  });
});
