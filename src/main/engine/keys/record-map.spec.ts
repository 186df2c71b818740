import { describe, expect, it } from 'vitest';
import { frameHeaderLength } from '../format/frame.ts';
import { never } from '../index/entry-chunk.ts';
import { RecordMap } from './record-map.ts';

const recordBytes = 100;

/** So many records, each in a frame of its own, with sequence numbers that begin with 1. */
function noted(records: number, expireAt: (seq: number) => number = () => never): RecordMap {
  const map = new RecordMap();
  for (let i = 0; i < records; i++) {
    const offset = 1000 + i * (recordBytes + frameHeaderLength);
    map.note(offset, recordBytes, i + 1, expireAt(i + 1));
  }
  return map;
}

describe('the map of a segment', () => {
  it('says for each sequence number a stretch that begins at or before it', () => {
    const map = noted(500);
    expect(map.stretches).toBeGreaterThan(20);
    expect(map.stretches).toBeLessThan(50);
    for (let seq = 1; seq <= 500; seq++) {
      const stretch = map.stretchOf(seq);
      const first = map.seqAt(stretch);
      expect(first).toBeLessThanOrEqual(seq);
      expect(map.offsetAt(stretch)).toBe(1000 + (first - 1) * (recordBytes + frameHeaderLength));
      if (stretch + 1 < map.stretches) expect(map.seqAt(stretch + 1)).toBeGreaterThan(seq);
    }
    expect(map.stretchOf(0)).toBe(-1);
  });

  it('ends a stretch where the next begins, and the last where the last record does', () => {
    const map = noted(100);
    for (let stretch = 0; stretch + 1 < map.stretches; stretch++) {
      expect(map.limitAt(stretch)).toBe(map.offsetAt(stretch + 1));
    }
    expect(map.limitAt(map.stretches - 1)).toBe(1000 + 99 * (recordBytes + frameHeaderLength) + recordBytes);
  });

  it('does not lead over what lies between two records', () => {
    const map = new RecordMap();
    map.note(1000, 100, 1, never);
    map.note(1300, 100, 2, never);
    map.apart();
    map.note(1400, 100, 3, never);
    expect([0, 1, 2].map((stretch) => [map.offsetAt(stretch), map.limitAt(stretch)])).toEqual([
      [1000, 1100],
      [1300, 1400],
      [1400, 1500],
    ]);
  });

  it('notes long records in fours', () => {
    const map = new RecordMap();
    for (let seq = 1; seq <= 40; seq++) map.note(seq * 10_000, 10_000, seq, never);
    expect(map.stretches).toBe(10);
  });

  it('knows the earliest deadline of each stretch, and none where there is none', () => {
    expect(noted(100).hasDeadlines).toBe(false);
    const map = noted(200, (seq) => (seq === 7 ? 50 : seq === 8 ? 40 : seq === 190 ? 60 : never));
    expect(map.deadlineAt(map.stretchOf(7))).toBe(40);
    expect(map.deadlineAt(map.stretchOf(190))).toBe(60);
    expect(map.deadlineAt(map.stretchOf(100))).toBe(never);
    map.setDeadline(map.stretchOf(7), never);
    expect(map.deadlineAt(map.stretchOf(8))).toBe(never);
  });

  it('is the same when it has been handed over', () => {
    const map = noted(300, (seq) => seq);
    const again = new RecordMap(map.places);
    expect(again.stretches).toBe(map.stretches);
    for (let stretch = 0; stretch < map.stretches; stretch++) {
      expect(again.seqAt(stretch)).toBe(map.seqAt(stretch));
      expect(again.limitAt(stretch)).toBe(map.limitAt(stretch));
      expect(again.deadlineAt(stretch)).toBe(map.deadlineAt(stretch));
    }
  });
});
