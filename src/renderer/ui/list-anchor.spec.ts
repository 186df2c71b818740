import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anchorAtShare,
  anchorShare,
  type ListMetrics,
  lastAnchor,
  listStart,
  moveAnchor,
  placeItems,
  revealItem,
} from './list-anchor.ts';

const list = (heights: number[], viewport: number): ListMetrics => ({
  count: heights.length,
  viewport,
  heightOf: (index) => heights[index] as number,
});
const lists = fc
  .tuple(
    fc.array(fc.constantFrom(24, 44, 64), { minLength: 1, maxLength: 60 }),
    fc.integer({ min: 30, max: 400 }),
  )
  .map(([heights, viewport]) => list(heights, viewport));
/** px between the top of the list and the upper edge. */
const scrolled = (metrics: ListMetrics, anchor: { index: number; shift: number }) =>
  Array.from({ length: anchor.index }, (_, at) => metrics.heightOf(at)).reduce((a, b) => a + b, anchor.shift);
const whole = (metrics: ListMetrics) => scrolled(metrics, { index: metrics.count, shift: 0 });

describe('a list that is walked from its anchor', () => {
  it('scrolls by exactly what it is told, within its ends', () => {
    fc.assert(
      fc.property(
        lists,
        fc.array(fc.integer({ min: -500, max: 500 }), { maxLength: 20 }),
        (metrics, moves) => {
          const most = Math.max(0, whole(metrics) - metrics.viewport);
          let anchor = listStart;
          let expected = 0;
          for (const px of moves) {
            anchor = moveAnchor(anchor, px, metrics);
            expected = Math.min(most, Math.max(0, expected + px));
            // A sum of nothing can be -0, which is the same place.
            expect(scrolled(metrics, anchor) + 0).toBe(expected);
          }
        },
      ),
    );
  });

  it('places items without gaps over the whole viewport', () => {
    fc.assert(
      fc.property(lists, fc.nat(2000), (metrics, px) => {
        const placed = placeItems(moveAnchor(listStart, px, metrics), metrics);
        placed.slice(1).forEach((item, at) => {
          const above = placed[at];
          expect(item.top).toBe((above?.top ?? 0) + (above?.height ?? 0));
        });
        const end = placed.at(-1);
        const reached = (end?.top ?? 0) + (end?.height ?? 0);
        expect(reached).toBeGreaterThanOrEqual(Math.min(metrics.viewport, whole(metrics)));
      }),
    );
  });

  it('brings any item whole into sight, and leaves the list alone when it is', () => {
    fc.assert(
      fc.property(lists, fc.nat(2000), fc.nat(59), (metrics, px, wanted) => {
        const index = wanted % metrics.count;
        fc.pre(metrics.heightOf(index) <= metrics.viewport);
        const anchor = revealItem(moveAnchor(listStart, px, metrics), index, metrics);
        const item = placeItems(anchor, metrics).find((candidate) => candidate.index === index);
        expect(item?.top).toBeGreaterThanOrEqual(0);
        expect((item?.top ?? 0) + (item?.height ?? 0)).toBeLessThanOrEqual(metrics.viewport);
        expect(revealItem(anchor, index, metrics)).toEqual(anchor);
      }),
    );
  });

  it('gives the scroll bar both ends', () => {
    const metrics = list(new Array(1000).fill(24), 240);
    expect(anchorShare(listStart, metrics)).toBe(0);
    expect(anchorShare(lastAnchor(metrics), metrics)).toBe(1);
    expect(anchorAtShare(0, metrics)).toEqual(listStart);
    expect(anchorAtShare(1, metrics)).toEqual(lastAnchor(metrics));
    expect(anchorAtShare(0.5, metrics).index).toBe(495);
    expect(anchorShare(listStart, list([24], 240))).toBe(0);
  });
});
