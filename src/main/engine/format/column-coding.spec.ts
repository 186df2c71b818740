import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRows, encodeColumn, maxCodedWords } from './column-coding.ts';

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
/** Values as columns have them: any, close together, in even or uneven steps, around the end of their range. */
const columnValues = fc.oneof(
  fc.array(u32, { minLength: 1, maxLength: 50 }),
  fc
    .tuple(u32, fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 50 }))
    .map(([base, numbers]) => numbers.map((number) => (base + number) >>> 0)),
  fc
    .tuple(u32, u32, fc.array(fc.integer({ min: 0, max: 70_000 }), { minLength: 1, maxLength: 50 }))
    .map(([first, step, numbers]) => {
      let value = first;
      return numbers.map((number) => {
        value = (value + step + number) >>> 0;
        return value;
      });
    }),
);

function coded(rows: ArrayLike<number>, columns = 1): Uint32Array {
  const values = Uint32Array.from(rows);
  const count = values.length / columns;
  const target = new Uint32Array(columns * maxCodedWords(count)).fill(0xdead_beef);
  let end = 0;
  for (let start = 0; start < columns; start++) {
    end = encodeColumn({ values, start, stride: columns, count }, target, end);
  }
  return target.slice(0, end);
}

describe('coded columns', () => {
  it('give back the values, whatever lies between them', () => {
    fc.assert(
      fc.property(fc.array(columnValues, { minLength: 1, maxLength: 8 }), (columns) => {
        const count = Math.min(...columns.map(({ length }) => length));
        const rows = Uint32Array.from({ length: count * columns.length }, (_, i) => {
          return columns[i % columns.length]![Math.floor(i / columns.length)]!;
        });
        const source = coded(rows, columns.length);
        const back = new Uint32Array(rows.length);
        expect(decodeRows(source, back, columns.length, count)).toBe(true);
        expect(back).toEqual(rows);
      }),
    );
  });

  it('take no room for values that are all the same or in even steps', () => {
    expect(coded([7, 7, 7, 7])).toHaveLength(3);
    expect(coded([100, 223, 346, 469])).toHaveLength(3);
  });

  it('take a byte for values or steps that differ by less than 256, two below 65,536', () => {
    const count = 40;
    const values = Array.from({ length: count }, (_, i) => 1e9 + ((i * 37) % 256));
    expect(coded(values)).toHaveLength(3 + count / 4);
    const steps = values.map((_, i) => i * 1e6 + ((i * i) % 120));
    expect(coded(steps)).toHaveLength(3 + count / 4);
    expect(coded(values.map((value) => value * 3))).toHaveLength(3 + count / 2);
  });

  it('are refused when they are cut or of an unknown width', () => {
    const source = coded([1, 70_000, 5, 9e8]);
    const rows = new Uint32Array(4);
    expect(decodeRows(source.subarray(0, source.length - 1), rows, 1, 4)).toBe(false);
    expect(decodeRows(Uint32Array.of(...source, 0), rows, 1, 4)).toBe(false);
    expect(decodeRows(new Uint32Array(0), rows, 1, 4)).toBe(false);
    for (const width of [3, 5, 8, 512]) {
      expect(decodeRows(Uint32Array.of(width, 0, 0, 0, 0, 0, 0, 0), rows, 1, 4)).toBe(false);
    }
  });
});
