import { expect, it } from 'vitest';
import { viewOf } from '../../../engine/format/integers.ts';
import { Deque } from '../../../formats/redis/deque.ts';
import { emptySlot, nowhere, type Slot } from './slot.ts';
import { SlotCache } from './slot-cache.ts';

const slot = (key: string, facts: Partial<Slot> = {}): Slot => ({
  ...emptySlot(0, key),
  value: { type: 'string', text: 'x'.repeat(1000) },
  ...facts,
});

it('forgets what has not been used, down to its bound, and never what the store does not have', () => {
  const cache = new SlotCache(4000);
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
  const cache = new SlotCache(1e9);
  const grows = slot('grows');
  cache.add(grows);
  const before = cache.bytes;
  grows.value = { type: 'string', text: 'x'.repeat(5000) };
  cache.measure(grows);
  expect(cache.bytes).toBe(before + 4000);
  cache.remove(grows);
  expect(cache.bytes).toBe(0);
});

it('holds a string as bytes until someone wants its text, and gives their place back', () => {
  const cache = new SlotCache(1e9);
  const held = slot('held', { value: null });
  cache.add(held);
  const empty = cache.bytes;
  const sent = viewOf(Buffer.from('$5\r\nv\xe4lue\r\n', 'latin1'));
  cache.setBytes(held, sent, 4, 5);
  expect(cache.bytes).toBeGreaterThan(empty);
  const start = cache.startOf(held);
  expect(Buffer.from(cache.bytesOf(held).subarray(start, start + held.length)).toString('latin1')).toBe(
    'v\xe4lue',
  );
  cache.setBytes(held, viewOf(Buffer.alloc(2000, 'y')), 0, 2000);
  expect(cache.valueOf(held)).toEqual({ type: 'string', text: 'y'.repeat(2000) });
  cache.setValue(held, { type: 'list', items: new Deque(['z'.repeat(5000)]) });
  expect(held.place).toBe(nowhere);
  cache.measure(held);
  expect(cache.bytes).toBe(empty + 5048);
  cache.setBytes(held, sent, 4, 5);
  cache.remove(held);
  expect(cache.bytes).toBe(0);
});
