import { expect, it } from 'vitest';
import { windowStart } from './bytes-around.ts';

it('shows bytes on both sides of a place, and none before the file', () => {
  expect(windowStart(0)).toBe(0);
  expect(windowStart(255)).toBe(0);
  expect(windowStart(256)).toBe(128);
  expect(windowStart(511)).toBe(128);
  expect(windowStart(45_872)).toBe(45_696);
});
