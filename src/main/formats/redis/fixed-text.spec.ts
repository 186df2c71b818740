import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fixedText } from './fixed-text.ts';

it.each([
  [0, 6, '0.000000'],
  [200.0078125, 6, '200.007812'],
  [0.5, 0, '0'],
  [1.5, 0, '2'],
  [-0.25, 1, '-0.2'],
  [1e22, 1, '10000000000000000000000.0'],
  [5e-324, 3, '0.000'],
  [Number.POSITIVE_INFINITY, 6, 'inf'],
  [Number.NEGATIVE_INFINITY, 6, '-inf'],
])('prints %d with %d digits', (value, digits, text) => {
  expect(fixedText(value, digits)).toBe(text);
});

it('prints what reads back as the same number, given digits enough', () => {
  const property = fc.property(fc.double({ noNaN: true, min: -1e25, max: 1e25 }), (value) => {
    expect(Number(fixedText(value, 1100))).toBe(value);
  });
  fc.assert(property);
});
