import { expect, it } from 'vitest';
import type { Slot } from './slot.ts';
import { SlotCache } from './slot-cache.ts';

const slot = (key: string, facts: Partial<Slot> = {}): Slot => ({
  db: 0,
  key,
  value: { type: 'string', text: 'x'.repeat(1000) },
  expireAt: null,
  isDirty: false,
  unsettled: 0,
  isUsed: false,
  usedAtSeconds: 0,
  bytes: 0,
  ...facts,
});

it('forgets what has not been used, down to its bound, and never what the store does not have', () => {
  const cache = new SlotCache(1, 4000);
  cache.add(slot('dirty', { isDirty: true }));
  cache.add(slot('on its way', { unsettled: 1 }));
  cache.add(slot('used', { isUsed: true }));
  for (let i = 0; i < 10; i++) cache.add(slot(`unused:${i}`));
  cache.shrink();
  expect(cache.bytes).toBeLessThanOrEqual(4000);
  expect(cache.get(0, 'dirty')).toBeDefined();
  expect(cache.get(0, 'on its way')).toBeDefined();
  expect(cache.get(0, 'used')).toBeDefined();
  expect(cache.get(0, 'unused:0')).toBeUndefined();
});

it('knows what it holds when values grow and go', () => {
  const cache = new SlotCache(1, 1e9);
  const grows = slot('grows');
  cache.add(grows);
  const before = cache.bytes;
  grows.value = { type: 'string', text: 'x'.repeat(5000) };
  cache.measure(grows);
  expect(cache.bytes).toBe(before + 4000);
  cache.remove(grows);
  expect(cache.bytes).toBe(0);
});
