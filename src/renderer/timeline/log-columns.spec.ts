import { expect, it } from 'vitest';
import { roundStep } from './draw-columns.ts';
import { decodeColumns } from './log-columns.ts';

it('decodes counts by column and state', () => {
  const counts = new Uint32Array([3, 1, 0, 0, 0, 0, 2, 0, 0, 5, 1, 0]);
  const columns = decodeColumns(new Uint8Array(counts.buffer), 100, 112);
  expect(columns).toMatchObject({ first: 100, last: 112, count: 2 });
  expect(columns.of(0, 'live')).toBe(3);
  expect(columns.of(1, 'expired')).toBe(5);
  expect(columns.of(1, 'damaged')).toBe(1);
  expect([columns.total(0), columns.total(1)]).toEqual([4, 8]);
});

it('spaces ticks by 1, 2 and 5', () => {
  expect([0.2, 1, 3, 7, 13, 480, 5_001].map(roundStep)).toEqual([1, 1, 5, 10, 20, 500, 10_000]);
});
