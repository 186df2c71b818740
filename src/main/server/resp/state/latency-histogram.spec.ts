import { expect, it } from 'vitest';
import { LatencyHistogram } from './latency-histogram.ts';

it('tells percentiles to some 3 %, and counts by powers of two', () => {
  const histogram = new LatencyHistogram();
  for (let microseconds = 1; microseconds <= 1000; microseconds++) histogram.add(microseconds);
  for (const percent of [1, 50, 99, 100])
    expect(Math.abs(histogram.percentile(percent) / (percent * 10) - 1)).toBeLessThan(0.035);
  expect(histogram.percentile(0)).toBeCloseTo(1, 1);
  const cumulative = histogram.cumulative();
  expect(cumulative.at(-1)).toEqual([1024, 1000]);
  for (const [limit, count] of cumulative.slice(0, -1))
    expect(Math.abs(count - limit)).toBeLessThan(limit * 0.05 + 1);
});

it('has room for what takes no time and for what takes hours', () => {
  const histogram = new LatencyHistogram();
  histogram.add(0);
  histogram.add(3.6e9 * 5);
  expect(histogram.percentile(50)).toBe(0);
  expect(histogram.percentile(100)).toBeGreaterThan(1e9);
  expect(histogram.cumulative().map(([, count]) => count)).toEqual([1, 2]);
});

it('tells nothing of nothing', () => {
  expect(new LatencyHistogram().percentile(50)).toBe(0);
  expect(new LatencyHistogram().cumulative()).toEqual([]);
});
