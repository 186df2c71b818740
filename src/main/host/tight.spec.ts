import { expect, test } from 'vitest';
import { tight } from './tight.ts';

test('bytes leave alone: nothing of the buffer that they are a part of goes with them', () => {
  const large = new Uint8Array(1024).fill(7);
  const sent = tight({ rows: [large.subarray(3, 5)], page: { bytes: Buffer.from('ab') } }) as {
    rows: Uint8Array[];
    page: { bytes: Uint8Array };
  };
  expect(sent.rows[0]?.buffer.byteLength).toBe(2);
  expect([...(sent.rows[0] ?? [])]).toEqual([7, 7]);
  expect(sent.page.bytes.buffer.byteLength).toBe(2);
});

test('everything else stays as it is', () => {
  const whole = new Uint8Array([1, 2]);
  const value = { a: null, b: [1, 'x', { c: true }], whole };
  const sent = tight(value) as typeof value;
  expect(sent).toEqual(value);
  expect(sent.whole).toBe(whole);
});
