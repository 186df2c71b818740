import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RankedScores } from './ranked-scores.ts';

const member = fc.nat(600).map(String);
const score = fc.constantFrom(-1, -0, 0, 1, 2.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ how: fc.constant('set' as const), member, score }) },
  { weight: 3, arbitrary: fc.record({ how: fc.constant('delete' as const), member }) },
  fc.record({
    how: fc.constant('deleteRanks' as const),
    from: fc.constantFrom(0, 3, 300),
    length: fc.constantFrom(0, 1, 40),
  }),
  fc.record({ how: fc.constantFrom('clear' as const, 'rank' as const) }),
);

function rankedOf(scores: ReadonlyMap<string, number>): [string, number][] {
  return [...scores].sort(([a, x], [b, y]) => (x < y ? -1 : x > y ? 1 : a < b ? -1 : 1));
}

it('ranks as a map does that is sorted after each step', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0, 500),
      fc.boolean(),
      fc.array(step, { maxLength: 80 }),
      (size, early, steps) => {
        const first = Array.from({ length: size }, (_, i): [string, number] => [String(i), i % 5]);
        const model = new Map(first);
        const scores = new RankedScores(first);
        if (early) expect(scores.ranked.length).toBe(size);
        for (const each of steps) {
          if (each.how === 'set') scores.set(each.member, each.score) && model.set(each.member, each.score);
          else if (each.how === 'delete') expect(scores.delete(each.member)).toBe(model.delete(each.member));
          else if (each.how === 'deleteRanks') {
            const gone = rankedOf(model).slice(each.from, each.from + each.length);
            expect(scores.deleteRanks(each.from, each.from + each.length)).toEqual(gone);
            for (const [name] of gone) model.delete(name);
          } else if (each.how === 'clear' && model.size < 100) {
            scores.clear();
            model.clear();
          } else expect(scores.ranked.slice(0)).toEqual(rankedOf(model));
        }
        expect(scores.ranked.slice(0)).toEqual(rankedOf(model));
        expect(new Map(scores)).toEqual(model);
      },
    ),
  );
});
