import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followGrowth, newestRecords, panWindow, wholeLog, windowWith, zoomWindow } from './strip-window.ts';

const total = fc.integer({ min: 0, max: 2_000_000 });
const inLog = (window: { first: number; last: number }, records: number) => {
  expect(window.first).toBeGreaterThanOrEqual(0);
  expect(window.last).toBeLessThanOrEqual(records + 1e-6);
  expect(window.last).toBeGreaterThanOrEqual(window.first);
};

describe('the window of a strip', () => {
  it('never leaves the log, however it is zoomed and moved', () => {
    fc.assert(
      fc.property(
        total,
        fc.array(
          fc.tuple(fc.double({ min: 0.1, max: 10, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        ),
        fc.integer({ min: -10_000, max: 10_000 }),
        (records, zooms, pan) => {
          let window = newestRecords(records);
          for (const [factor, at] of zooms) {
            window = panWindow(zoomWindow(window, factor, at, records), pan, records);
            inLog(window, records);
          }
        },
      ),
    );
  });

  it('keeps the record under the pointer where it is', () => {
    const zoomed = zoomWindow({ first: 100, last: 200 }, 0.5, 0.25, 1_000);
    expect(zoomed).toEqual({ first: 112.5, last: 162.5 });
  });

  it('brings any record into sight', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(9_999), (records, wanted) => {
        const index = wanted % records;
        const window = windowWith(newestRecords(records), index, records);
        expect(window.first).toBeLessThanOrEqual(index);
        expect(window.last).toBeGreaterThanOrEqual(index + 1);
        inLog(window, records);
      }),
    );
  });

  it('stays at the end of a log that grows', () => {
    expect(followGrowth({ first: 4, last: 100 }, 100, 110)).toEqual({ first: 14, last: 110 });
    expect(followGrowth(wholeLog(0), 0, 500)).toEqual({ first: 404, last: 500 });
  });
});
