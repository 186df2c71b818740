import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockLength } from './block.ts';
import { SortedBlocks } from './sorted-blocks.ts';

const ascending = (a: number, b: number) => a - b;
const element = fc.nat(1000);
const step = fc.oneof(
  fc.record({ how: fc.constant('add' as const), element, times: fc.constantFrom(1, 3, 200) }),
  fc.record({ how: fc.constant('delete' as const), element, times: fc.constantFrom(1, 3, 200) }),
  fc.record({ how: fc.constant('deleteRange' as const), element, times: fc.constantFrom(0, 1, 200, 1e9) }),
);

/** None is empty or too long, and no two could be one that is half full. */
function expectFilled(lengths: readonly number[]): void {
  for (const [at, length] of lengths.entries()) {
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThanOrEqual(blockLength);
    const next = lengths[at + 1];
    if (next !== undefined) expect(2 * (length + next)).toBeGreaterThan(blockLength);
  }
}

it('does what an array does that is sorted after each step', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1, blockLength, blockLength + 1, 700),
      fc.array(step, { maxLength: 30 }),
      (length, steps) => {
        let model = Array.from({ length }, (_, i) => (i * 7) % 1009).sort(ascending);
        const sorted = new SortedBlocks([...model].reverse(), ascending);
        for (const { how, element, times } of steps) {
          if (how === 'deleteRange') {
            expect(sorted.deleteRange(element, element + times)).toEqual(model.splice(element, times));
            continue;
          }
          for (let each = element; each < element + times; each++) {
            const isThere = model.includes(each);
            if (how === 'delete') expect(sorted.delete(each)).toBe(isThere ? each : undefined);
            else if (!isThere) sorted.add(each);
          }
          const isMeant = (each: number) => each >= element && each < element + times;
          model = model.filter((each) => !isMeant(each));
          if (how === 'add') for (let each = element; each < element + times; each++) model.push(each);
          model.sort(ascending);
        }
        expect(sorted.length).toBe(model.length);
        expect([...sorted]).toEqual(model);
        expect(sorted.blocks.flatMap(({ elements }) => elements)).toEqual(model);
        expectFilled(sorted.blocks.map(({ length }) => length));
        for (const index of [0, 1, 127, 128, 300, -1, model.length - 1, model.length])
          expect(sorted.at(index)).toBe(model.at(index));
        for (const from of [0, 3, 127, 200])
          for (const to of [0, 4, 128, 400, 1e9])
            expect(sorted.slice(from, to)).toEqual(model.slice(from, to));
        for (const at of [0, 17, 500, 9000]) {
          expect([...sorted.from((each) => each >= at)]).toEqual(model.filter((each) => each >= at));
          expect(sorted.rankOf(at)).toBe(model.filter((each) => each < at).length);
          expect(sorted.first((each) => each > at)).toBe(model.filter((each) => each <= at).length);
        }
      },
    ),
  );
});

it('forgets what is noted of a block when the block changes, and of no other', () => {
  const sorted = new SortedBlocks(
    Array.from({ length: 2000 }, (_, i) => 2 * i),
    ascending,
  );
  const noted = () => sorted.blocks.map(({ note }) => note !== null);
  const noteAll = () => {
    for (const block of sorted.blocks) block.note = Buffer.from(block.elements.join());
  };
  const holds = () =>
    sorted.blocks.every(
      ({ note, elements }) => note === null || String(Buffer.from(note)) === elements.join(),
    );
  for (const change of [
    () => sorted.add(1),
    () => sorted.delete(2000),
    () => sorted.deleteRange(600, 700),
    () => sorted.changed(20),
  ]) {
    noteAll();
    change();
    expect(holds()).toBe(true);
    expect(noted().filter((is) => is).length).toBeGreaterThanOrEqual(sorted.blocks.length - 2);
    expect(noted()).toContain(false);
  }
});
