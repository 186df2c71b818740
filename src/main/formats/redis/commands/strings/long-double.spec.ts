import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLongDoubles,
  isFiniteDouble,
  type LongDouble,
  longDoubleText,
  parseLongDouble,
} from './long-double.ts';

const of = (text: string): LongDouble => parseLongDouble(text) as LongDouble;

describe('floats with 64 bits of mantissa', () => {
  it.each([
    ['0', '0'],
    ['10.50', '10.5'],
    ['-0.1', '-0.1'],
    ['5e3', '5000'],
    ['.5', '0.5'],
    ['1e-30', '0'],
    ['-0', '0'],
    ['123456789012345678901234567890', '123456789012345678899921813504'],
  ])('%s is printed as %s', (text, printed) => {
    expect(longDoubleText(of(text))).toBe(printed);
  });

  it.each(['', '.', 'e5', '1.2.3', ' 1', '1 ', 'x', '0x', '1e99999'])('%j is none', (text) => {
    expect(parseLongDouble(text)).toBeNull();
  });

  it('add up as the machine does', () => {
    expect(longDoubleText(addLongDoubles(of('10.5'), of('0.1')))).toBe('10.6');
    expect(longDoubleText(addLongDoubles(of('3.0e3'), of('200')))).toBe('3200');
    expect(isFiniteDouble(addLongDoubles(of('1e4932'), of('1e4932')))).toBe(false);
  });

  it('keep every integer of 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 64n) + 1n, max: 2n ** 64n - 1n }), (value) => {
        expect(longDoubleText(of(String(value)))).toBe(String(value));
      }),
    );
  });
});
