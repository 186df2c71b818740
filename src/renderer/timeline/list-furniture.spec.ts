import { describe, expect, it } from 'vitest';
import { none, type RecordRow } from '../../shared/rows.ts';
import { type FurnitureFacts, furnitureOf, itemHeight } from './list-furniture.ts';

const empty = new Uint8Array(0);
const row = (index: number): RecordRow => ({
  index,
  seq: index + 1,
  state: 0,
  op: 0,
  type: 0,
  key: empty,
  keyLength: 0,
  valueLength: 0,
  expireAt: none,
  file: 'a',
  offset: 0,
  length: 1,
  frame: Math.floor(index / 2),
  timeMs: none,
  durable: 1,
  value: empty,
  verb: '',
  words: '',
});
const facts: FurnitureFacts = {
  newestFirst: true,
  records: 10,
  durableRecords: 6,
  missing: [],
  framed: true,
  headless: false,
};
const rules = (order: number[], more: Partial<FurnitureFacts> = {}) =>
  order.filter((index, at) => {
    const above = order[at - 1];
    return furnitureOf(
      row(index),
      { above: above === undefined ? undefined : row(above) },
      { ...facts, ...more },
    ).rule;
  });
const newest = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];

describe('what stands between records', () => {
  it('draws the durability line once, in either order, with or without a filter', () => {
    expect(rules(newest)).toEqual([5]);
    expect(rules(newest.toReversed(), { newestFirst: false })).toEqual([6]);
    expect(rules([9, 7, 2, 0])).toEqual([2]);
    expect(rules([2, 0])).toEqual([2]);
    expect(rules(newest, { durableRecords: 10 })).toEqual([]);
    expect(rules(newest, { durableRecords: null })).toEqual([]);
  });

  it('heads each frame, and each file where there are no frames', () => {
    expect(furnitureOf(row(3), { above: row(4) }, facts).head).toBe(true);
    expect(furnitureOf(row(2), { above: row(3) }, facts).head).toBe(false);
    expect(furnitureOf(row(3), { above: row(4) }, { ...facts, framed: false }).head).toBe(false);
    expect(furnitureOf(row(9), { above: undefined }, { ...facts, framed: false }).head).toBe(true);
  });

  it('heads frames without headers where there is something to tell apart', () => {
    const headless = { ...facts, headless: true };
    const single = (index: number) => ({ ...row(index), frame: 100 + index });
    const head = (at: number, ...list: RecordRow[]) =>
      furnitureOf(
        list[at] as RecordRow,
        { above: list[at - 1], aboveThat: list[at - 2], below: list[at + 1] },
        headless,
      ).head;
    expect(head(0, single(9), single(8))).toBe(true);
    expect(head(1, single(9), single(8), single(7))).toBe(false);
    expect(head(1, single(9), row(7), row(6), single(5))).toBe(true);
    expect(head(2, single(9), row(7), row(6), single(5))).toBe(false);
    expect(head(3, single(9), row(7), row(6), single(5))).toBe(true);
    expect(head(1, single(9), { ...single(8), file: 'b' })).toBe(true);
  });

  it('names a missing file where its records should be, at the end too', () => {
    const missing = [{ name: '4.log', firstRecord: 4 }];
    expect(furnitureOf(row(3), { above: row(4) }, { ...facts, missing }).missing).toEqual(['4.log']);
    expect(furnitureOf(row(4), { above: row(5) }, { ...facts, missing }).missing).toEqual([]);
    const last = [{ name: '9.log', firstRecord: 10 }];
    expect(furnitureOf(row(9), { above: undefined }, { ...facts, missing: last }).missing).toEqual(['9.log']);
  });

  it('is as high as what it holds', () => {
    expect(itemHeight({ rule: true, missing: ['a'], head: true })).toBe(84);
  });
});
