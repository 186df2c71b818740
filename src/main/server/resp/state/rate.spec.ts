import { expect, it } from 'vitest';
import { Rate } from './rate.ts';

it('tells how fast a count grows', () => {
  const rate = new Rate(1000);
  expect(rate.perSecond).toBe(0);
  rate.look(50, 2000);
  expect(rate.perSecond).toBe(50);
  rate.look(150, 2500);
  expect(rate.perSecond).toBe(200);
  rate.look(170, 2500);
  expect(rate.perSecond).toBe(200);
  rate.look(150, 3500);
  expect(rate.perSecond).toBe(0);
});

it('is never below nothing, though the count begins anew', () => {
  const rate = new Rate(0);
  rate.look(1000, 1000);
  rate.look(10, 2000);
  expect(rate.perSecond).toBe(0);
});
