import { expect, it } from 'vitest';
import { LastingBacklog } from './lasting-backlog.ts';

it('is too long once it has been so large for all of the time, and begins anew when it was not', () => {
  let nowMs = 5000;
  const backlog = new LastingBacklog(() => nowMs);
  const limit = { bytes: 100, ms: 2000 };
  const after = (ms: number, waiting: number): boolean => {
    nowMs += ms;
    return backlog.isTooLong(waiting, limit);
  };
  expect(after(0, 101)).toBe(false);
  expect(after(2000, 500)).toBe(false);
  expect(after(0, 100)).toBe(false);
  expect(after(1, 101)).toBe(false);
  expect(after(2000, 101)).toBe(false);
  expect(after(1, 101)).toBe(true);
  expect(backlog.isTooLong(2 ** 40, { bytes: 0, ms: 0 })).toBe(false);
});
