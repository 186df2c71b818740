import { describe, expect, it } from 'vitest';
import type { RecordDetail } from '../../shared/contract/timeline.ts';
import { faultRanges } from './fault-ranges.ts';
import { partAt } from './point-record.ts';

const shown = { file: 'a', offset: 100, bytes: new Uint8Array(16) };

describe('faultRanges', () => {
  it('marks what falls on the bytes shown, cut to them', () => {
    expect(faultRanges(shown, [{ kind: 'flip', file: 'a', offset: 103, bit: 1 }])).toEqual([
      { id: 0, offset: 3, length: 1, shade: 'bad' },
    ]);
    expect(faultRanges(shown, [{ kind: 'zero', file: 'a', offset: 90, length: 12 }])).toEqual([
      { id: 0, offset: 0, length: 2, shade: 'zero' },
    ]);
    expect(faultRanges(shown, [{ kind: 'delete', file: 'a' }])).toEqual([
      { id: 0, offset: 0, length: 16, shade: 'bad' },
    ]);
  });

  it('leaves out what is elsewhere', () => {
    expect(faultRanges(shown, [{ kind: 'flip', file: 'b', offset: 103, bit: 1 }])).toEqual([]);
    expect(faultRanges(shown, [{ kind: 'flip', file: 'a', offset: 116, bit: 1 }])).toEqual([]);
    expect(faultRanges(shown, [{ kind: 'zero', file: 'a', offset: 10, length: 90 }])).toEqual([]);
  });
});

describe('partAt', () => {
  const detail = {
    file: 'a',
    offset: 152,
    length: 20,
    bytes: new Uint8Array(20),
    frame: { offset: 100, headerBytes: new Uint8Array(52) },
  } as unknown as RecordDetail;

  it('tells the header of a frame from the record behind it', () => {
    expect(partAt(detail, { file: 'a', offset: 100 }, true)?.part).toBe('frame');
    expect(partAt(detail, { file: 'a', offset: 151 }, true)?.part).toBe('frame');
    expect(partAt(detail, { file: 'a', offset: 152 }, true)?.part).toBe('record');
  });

  it('counts the end of a record as its own only when asked', () => {
    expect(partAt(detail, { file: 'a', offset: 172 }, true)?.part).toBe('record');
    expect(partAt(detail, { file: 'a', offset: 172 }, false)).toBeNull();
    expect(partAt(detail, { file: 'b', offset: 152 }, true)).toBeNull();
  });
});
