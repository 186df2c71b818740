import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareAsBase64 } from './base64.ts';
import { type Binary, binaryOf } from './value.ts';

const base64 = (binary: Binary) => Buffer.from(binary, 'latin1').toString('base64');
const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map(binaryOf);
/** Often the same for a while, and often one the beginning of the other. */
const pair = fc
  .tuple(bytes(7), bytes(4), bytes(4))
  .map(([start, a, b]): [Binary, Binary] => [start + a, start + b]);

it('orders bytes as their base64 is ordered', () => {
  fc.assert(
    fc.property(pair, ([a, b]) => {
      const expected = base64(a) < base64(b) ? -1 : base64(a) > base64(b) ? 1 : 0;
      expect(Math.sign(compareAsBase64(a, b))).toBe(expected);
    }),
    { numRuns: 5000 },
  );
});
