import { expect, test } from 'vitest';
import { CommitPace } from './commit-pace.ts';

function paceAfter(...syncMs: number[]): CommitPace {
  const pace = new CommitPace();
  for (const ms of syncMs) pace.proven(ms, 1);
  return pace;
}

test('nothing is known of a disk before its first fsync', () => {
  expect(new CommitPace().isQuick).toBe(false);
  expect(paceAfter(0.1).isQuick).toBe(true);
});

test('an fsync through another thread, which takes longer by the way there, does not keep it there', () => {
  expect(paceAfter(0.4, 0.45, 0.4).isQuick).toBe(true);
});

test('one slow fsync in a row of quick ones changes nothing, three do', () => {
  expect(paceAfter(0.2, 0.2, 0.2, 30, 0.2).isQuick).toBe(true);
  expect(paceAfter(0.2, 0.2, 0.2, 30, 30, 30).isQuick).toBe(false);
});

test('a disk that was busy is found quick again', () => {
  expect(paceAfter(30, 30, 30, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3).isQuick).toBe(true);
});

test('a slow disk is waited for elsewhere', () => {
  expect(paceAfter(5, 5, 5).isQuick).toBe(false);
});
