import { expect, it } from 'vitest';
import { humanBytes } from './human-bytes.ts';

it.each([
  [0, '0B'],
  [1023, '1023B'],
  [1024, '1.00K'],
  [1536 * 1024, '1.50M'],
  [23.54 * 2 ** 30, '23.54G'],
  [2 ** 70, '1048576.00P'],
])('%d bytes are %s', (bytes, text) => {
  expect(humanBytes(bytes)).toBe(text);
});
