import { expect, it } from 'vitest';
import { timeLeft } from './progress.ts';

it('a bar says how long the rest takes, once that can be told', () => {
  // As cli-progress gives it: before anything was done, and when nothing more gets done.
  expect(['0', 'NULL', 'INF', Number.NaN].map(timeLeft)).toEqual(['', '', '', '']);
  expect([7, 60, 125].map(timeLeft)).toEqual([' · 7 s left', ' · 1 min 0 s left', ' · 2 min 5 s left']);
});
