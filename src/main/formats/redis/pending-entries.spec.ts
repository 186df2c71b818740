import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PendingEntries } from './pending-entries.ts';
import { idText, type PendingEntry } from './value.ts';

const step = fc.tuple(fc.constantFrom('set', 'delete', 'look'), fc.nat(400), fc.constantFrom('a', 'b', ''));

it('knows what is pending in order, and how much each consumer holds', () => {
  fc.assert(
    fc.property(fc.constantFrom(0, 300), fc.array(step, { maxLength: 60 }), (size, steps) => {
      const model = new Map<number, PendingEntry>();
      const pending = new PendingEntries();
      const set = (seq: number, consumer: string, deliveries: number) => {
        const entry = { id: { ms: 1n, seq: BigInt(seq) }, consumer, deliveredAt: null, deliveries };
        model.set(seq, entry);
        pending.set(idText(entry.id), entry);
      };
      const check = () => {
        const expected = [...model].sort(([a], [b]) => a - b).map(([, entry]) => entry);
        expect(pending.ordered.slice(0)).toEqual(expected);
        for (const seq of [0n, 150n, 500n])
          expect([...pending.notBelow({ ms: 1n, seq })]).toEqual(expected.filter(({ id }) => id.seq >= seq));
        const counts = new Map<string, number>();
        for (const { consumer } of expected) counts.set(consumer, (counts.get(consumer) ?? 0) + 1);
        expect(new Map(pending.counts)).toEqual(counts);
        expect(pending.size).toBe(model.size);
      };
      for (let i = size; i > 0; i--) set(i, 'a', 1);
      for (const [index, [how, seq, consumer]] of steps.entries()) {
        if (how === 'set') set(seq, consumer, index);
        else if (how === 'delete') expect(pending.delete(`1-${seq}`)).toBe(model.delete(seq));
        else check();
      }
      check();
      expect([...new PendingEntries(pending).ordered.slice(0)]).toEqual(pending.ordered.slice(0));
      pending.clear();
      expect([pending.size, pending.ordered.length, pending.counts.size]).toEqual([0, 0, 0]);
    }),
  );
});
