import { expect, it } from 'vitest';
import { killWriterOrders, plugKey, plugValue } from './protocol.ts';

it('numbers keys so that they sort as they were written', () => {
  const keys = [1, 2, 10, 999_999].map((number) => plugKey('plug:', number));
  expect(keys).toEqual(['plug:000001', 'plug:000002', 'plug:000010', 'plug:999999']);
  expect([...keys].sort()).toEqual(keys);
});

it('makes the same value again from seed, number and length, and another from another', () => {
  for (const length of [0, 1, 31, 32, 33, 1000]) {
    expect(plugValue(1, 2, length)).toHaveLength(length);
    expect(plugValue(1, 2, length)).toEqual(plugValue(1, 2, length));
  }
  expect(plugValue(1, 3, 32)).not.toEqual(plugValue(1, 2, 32));
  expect(plugValue(2, 2, 32)).not.toEqual(plugValue(1, 2, 32));
});

it('takes a prefix and a seed or has its own, and refuses an unknown policy', () => {
  const orders = { directory: '/d', fsync: 'always', valueBytes: 1 };
  expect(killWriterOrders.parse(orders)).toEqual({ ...orders, prefix: 'plug:', seed: 1 });
  expect(killWriterOrders.safeParse({ ...orders, fsync: 'never' }).success).toBe(false);
});
