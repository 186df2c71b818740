import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { none, type RecordRow } from '../../shared/rows.ts';
import {
  indexAtX,
  layOutStrip,
  placeAtX,
  recordAt,
  showsRecords,
  stripPadding,
  xOfPlace,
} from './strip-layout.ts';

function row(index: number, length: number, frame: number, offset: number, file = 'a.log'): RecordRow {
  const empty = new Uint8Array(0);
  return {
    index,
    seq: index + 1,
    state: 0,
    op: 0,
    type: 0,
    key: empty,
    keyLength: 0,
    valueLength: 0,
    expireAt: none,
    file,
    offset,
    length,
    frame,
    timeMs: none,
    durable: 1,
    value: empty,
    verb: '',
    words: '',
  };
}
/** Records of the given lengths, two to a frame with 52 bytes of header. */
function log(lengths: number[]): RecordRow[] {
  let offset = 76;
  return lengths.map((length, index) => {
    if (index % 2 === 0) offset += 52;
    offset += length;
    return row(index, length, Math.floor(index / 2), offset - length);
  });
}

describe('layOutStrip', () => {
  it('spreads whole records from edge to edge without overlap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 12, max: 100_000 }), { minLength: 1, maxLength: 50 }),
        (lengths) => {
          const rows = log(lengths);
          const layout = layOutStrip({ first: 0, last: rows.length }, 800, (index) => rows[index]);
          expect(layout.records).toHaveLength(rows.length);
          const last = layout.records.at(-1);
          expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(800 - stripPadding, 3);
          layout.records.slice(1).forEach((record, at) => {
            const before = layout.records[at];
            expect(record.left).toBeGreaterThanOrEqual((before?.left ?? 0) + (before?.width ?? 0) - 1e-6);
          });
          expect(layout.frames).toHaveLength(Math.ceil(rows.length / 2));
        },
      ),
    );
  });

  it('cuts the records at the edges of a window that begins and ends inside them', () => {
    const rows = log([100, 100, 100, 100]);
    const layout = layOutStrip({ first: 0.5, last: 3.5 }, 824, (index) => rows[index]);
    expect(layout.records[0]?.left).toBeLessThan(stripPadding);
    const last = layout.records.at(-1);
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBeGreaterThan(824 - stripPadding);
  });

  it('draws a missing file as a gap with its name', () => {
    const rows = log([100, 100, 100, 100]);
    const layout = layOutStrip({ first: 0, last: 4 }, 800, (index) => rows[index], [
      { name: '3.log', record: 2 },
    ]);
    expect(layout.gaps.map((gap) => gap.name)).toEqual(['3.log']);
    expect(layout.gaps[0]?.left).toBeGreaterThan(layout.records[1]?.left ?? 0);
    expect(layout.gaps[0]?.left).toBeLessThan(layout.records[2]?.left ?? 0);
  });

  it('draws a file that is missing at the end behind the last record', () => {
    const rows = log([100, 100]);
    const layout = layOutStrip({ first: 0, last: 2 }, 800, (index) => rows[index], [
      { name: '3.log', record: 2 },
    ]);
    const last = layout.records[1];
    expect(layout.gaps[0]?.left).toBeCloseTo((last?.left ?? 0) + (last?.width ?? 0), 3);
  });

  it('keeps a place for rows that have not come yet', () => {
    const layout = layOutStrip({ first: 10, last: 20 }, 800, () => undefined);
    expect(layout.records).toHaveLength(10);
    expect(layout.frames).toHaveLength(0);
  });

  it('finds the record under the pointer', () => {
    const rows = log([100, 100, 100, 100]);
    const layout = layOutStrip({ first: 0, last: 4 }, 800, (index) => rows[index]);
    for (const record of layout.records)
      expect(recordAt(layout, record.left + record.width / 2)).toBe(record.index);
    expect(recordAt(layout, 0)).toBe(0);
    expect(recordAt(layout, 10_000)).toBe(3);
  });
});

describe('places in a strip', () => {
  const rows = log([100, 40, 300, 100]);
  const layout = layOutStrip({ first: 0, last: 4 }, 4_000, (index) => rows[index]);

  it('finds every byte of the log again, in records and in headers', () => {
    for (let offset = 128; offset <= 720; offset++) {
      const x = xOfPlace(layout, { file: 'a.log', offset });
      expect(x).not.toBeNull();
      expect(placeAtX(layout, x ?? 0)).toEqual({ file: 'a.log', offset });
    }
  });

  it('knows what is not in the window, and takes its ends for what is beyond', () => {
    expect(xOfPlace(layout, { file: 'b.log', offset: 200 })).toBeNull();
    expect(xOfPlace(layout, { file: 'a.log', offset: 10_000 })).toBeNull();
    expect(placeAtX(layout, 0)).toEqual({ file: 'a.log', offset: 128 });
    expect(placeAtX(layout, 5_000)).toEqual({ file: 'a.log', offset: 720 });
  });
});

it('shows records one by one only from three pixels on', () => {
  expect(showsRecords({ first: 0, last: 100 }, 324)).toBe(true);
  expect(showsRecords({ first: 0, last: 101 }, 324)).toBe(false);
});

it('maps pixels to records in columns', () => {
  expect(indexAtX(12, { first: 0, last: 1_000 }, 824)).toBe(0);
  expect(indexAtX(412, { first: 0, last: 1_000 }, 824)).toBe(500);
  expect(indexAtX(5_000, { first: 0, last: 1_000 }, 824)).toBe(1_000);
});
