import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyBytes, toHex, utf8 } from '../../../shared/bytes.ts';
import type { RecordState } from '../../../shared/model.ts';
import { type NewRecord, RecordTableBuilder } from './record-table.ts';

const now = 1_000_000;

function recordOf(seq: number, key: string, change: Partial<NewRecord> = {}): NewRecord {
  return {
    file: 0,
    offset: seq * 100,
    length: 100,
    headerLength: 12,
    seq,
    op: 'set',
    type: 'string',
    key: utf8(key),
    valueOffset: seq * 100 + 20,
    valueLength: 80,
    expireAt: null,
    status: 'ok',
    ...change,
  };
}

function statesOf(table: RecordTableBuilder): RecordState[] {
  return Array.from({ length: table.count }, (_, index) => table.state(index, now));
}

describe('the record table', () => {
  it('gives back what was appended', () => {
    const table = new RecordTableBuilder({ framed: false });
    const record = recordOf(7, 'user:1', {
      expireAt: 5,
      file: 3,
      valueLength: 2 ** 40,
      op: 'delete',
      type: 'zset',
    });
    table.append(record);
    expect(table.record(0)).toEqual({ ...record, db: 0, frame: 0 });
  });

  it('links the records of a key in both directions', () => {
    const table = new RecordTableBuilder({ framed: false });
    for (const [index, key] of ['a', 'b', 'a', 'a'].entries()) table.append(recordOf(index + 1, key));
    expect([0, 1, 2, 3].map((index) => table.previous(index))).toEqual([-1, -1, 0, 2]);
    expect([0, 1, 2, 3].map((index) => table.next(index))).toEqual([2, -1, 3, -1]);
    expect(table.newest(utf8('a'))).toBe(3);
    expect(table.newest(utf8('c'))).toBe(-1);
  });

  it('tells live, superseded, deleted and expired apart', () => {
    const table = new RecordTableBuilder({ framed: false });
    table.append(recordOf(1, 'a'));
    table.append(recordOf(2, 'b'));
    table.append(recordOf(3, 'a', { op: 'delete' }));
    table.append(recordOf(4, 'c', { expireAt: now }));
    table.append(recordOf(5, 'd', { expireAt: now + 1 }));
    expect(statesOf(table)).toEqual(['superseded', 'live', 'deleted', 'expired', 'live']);
  });

  it('keeps what a replay yields apart from what lies behind damage', () => {
    const table = new RecordTableBuilder({ framed: false });
    table.append(recordOf(1, 'a'));
    table.append(recordOf(2, 'b', { status: 'damaged', key: emptyBytes }));
    table.append(recordOf(3, 'a', { status: 'behind' }));
    table.append(recordOf(4, 'a', { status: 'behind' }));
    table.append(recordOf(5, 'd', { status: 'behind' }));
    expect(statesOf(table)).toEqual(['live', 'damaged', 'superseded', 'live', 'live']);
    expect(table.newest(utf8('a'))).toBe(0);
    expect(table.newest(utf8('a'), true)).toBe(3);
    expect(table.newest(utf8('d'))).toBe(-1);
    expect([...table.newestOfEachKey()]).toEqual([0]);
    expect([...table.newestOfEachKey(true)]).toEqual([3, 4]);
  });

  it('shows the key of a damaged record without believing it', () => {
    const table = new RecordTableBuilder({ framed: false });
    table.append(recordOf(1, 'a', { status: 'damaged' }));
    expect(table.record(0).key).toEqual(utf8('a'));
    expect(table.newest(utf8('a'), true)).toBe(-1);
    expect(table.newestOfEachKey(true)).toHaveLength(0);
  });

  it('counts the records of each frame', () => {
    const table = new RecordTableBuilder({ framed: true });
    const frame = {
      file: 0,
      offset: 64,
      length: 500,
      headerLength: 52,
      firstSeq: 1,
      timeMs: 9,
      durableSeq: null,
    };
    table.beginFrame(frame);
    table.append(recordOf(1, 'a'));
    table.append(recordOf(2, 'b'));
    table.beginFrame({ ...frame, offset: 564, firstSeq: 3, timeMs: null, durableSeq: 2 });
    table.append(recordOf(3, 'c'));
    expect(table.frame(0)).toEqual({ ...frame, records: 2 });
    expect(table.frame(1)).toMatchObject({ records: 1, timeMs: null, durableSeq: 2 });
    expect(table.firstRecordOf(1)).toBe(2);
    expect(table.record(2).frame).toBe(1);
  });

  it('agrees with a plain model on any sequence of records', () => {
    const step = fc.record({
      key: fc.constantFrom('', 'a', 'b', 'c', 'dd'),
      op: fc.constantFrom<'set' | 'delete'>('set', 'set', 'delete'),
      expireAt: fc.constantFrom(null, now - 1, now + 1),
      status: fc.constantFrom<NewRecord['status']>('ok', 'ok', 'ok', 'behind', 'damaged', 'torn'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const table = new RecordTableBuilder({ framed: false });
        const replayed = new Map<string, number>();
        for (const [index, { key, ...change }] of steps.entries()) {
          table.append(recordOf(index + 1, key, change));
          if (change.status === 'ok') replayed.set(key, index);
        }
        const counted = { live: 0, superseded: 0, deleted: 0, expired: 0, damaged: 0, torn: 0 };
        for (const state of statesOf(table)) counted[state]++;
        expect(table.counts(now)).toEqual(counted);
        expect(new Set(table.newestOfEachKey())).toEqual(new Set(replayed.values()));
        for (const [key, index] of replayed) expect(table.newest(utf8(key))).toBe(index);
      }),
    );
  });

  it('grows past its blocks and its slots', () => {
    const table = new RecordTableBuilder({ framed: false });
    const count = 40_000;
    for (let i = 0; i < count; i++) table.append(recordOf(i + 1, `key:${i % 25_000}`));
    expect(table.counts(now)).toMatchObject({ live: 25_000, superseded: 15_000 });
    for (const i of [0, 8_191, 8_192, 24_999]) {
      const newest = table.newest(utf8(`key:${i}`));
      expect(newest).toBe(i < 15_000 ? 25_000 + i : i);
      expect(toHex(table.record(newest).key)).toBe(toHex(utf8(`key:${i}`)));
    }
  });
});
