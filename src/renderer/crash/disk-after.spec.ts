import { describe, expect, it } from 'vitest';
import { diskAfter, fileAfter } from './disk-after.ts';

const shown = { offset: 100, bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
const shades = (
  after: { size: number | null; proven: number },
  unsynced: 'kept' | 'lost' | 'torn' | 'zeroed',
) => diskAfter(shown, after, unsynced).ranges.map((range) => [range.shade, range.offset, range.length]);

describe('diskAfter', () => {
  it('keeps what lies before the end that is left', () => {
    expect(shades({ size: 105, proven: 100 }, 'torn')).toEqual([
      ['ok', 0, 5],
      ['gone', 5, 3],
    ]);
    expect(shades({ size: 100, proven: 100 }, 'lost')).toEqual([['gone', 0, 8]]);
    expect(shades({ size: 4_096, proven: 4_096 }, 'kept')).toEqual([['ok', 0, 8]]);
  });

  it('reads zeros where the size grew and the data never came', () => {
    expect(shades({ size: 106, proven: 102 }, 'zeroed')).toEqual([
      ['ok', 0, 2],
      ['zero', 2, 4],
      ['gone', 6, 2],
    ]);
    expect([...diskAfter(shown, { size: 106, proven: 102 }, 'zeroed').bytes]).toEqual([
      1, 2, 0, 0, 0, 0, 7, 8,
    ]);
    expect([...shown.bytes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('has nothing left of a file that will not be there', () => {
    expect(shades({ size: null, proven: 0 }, 'kept')).toEqual([['gone', 0, 8]]);
  });
});

it('takes nothing for proven in a file behind the last proven one', () => {
  const preview = { files: [{ file: 'b', sizeBytes: 9 }], provenOffset: { file: 'a', offset: 700 } };
  expect(fileAfter(preview, 'b')).toEqual({ size: 9, proven: 0 });
  expect(fileAfter(preview, 'c')).toEqual({ size: null, proven: 0 });
});
