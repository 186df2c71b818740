import fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOf } from '../../../engine/format/integers.ts';
import { emptySlot } from './slot.ts';
import { SlotTable } from './slot-table.ts';
import { ValueMemory } from './value-memory.ts';

const key = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map((n) => `k${n}`),
  fc.string({
    maxLength: 200,
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  }),
);
const step = fc.record({ op: fc.constantFrom('add', 'remove', 'find'), db: fc.nat({ max: 2 }), key });

it('finds by text and by bytes what a map would', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const table = new SlotTable();
      const memory = new ValueMemory();
      const model = new Map<string, ReturnType<typeof emptySlot>>();
      for (const { op, db, key } of steps) {
        const name = `${db}:${key}`;
        const known = model.get(name);
        const bytes = Buffer.from(`<${key}>`, 'latin1');
        expect(table.find(db, key)).toBe(known);
        const view = viewOf(bytes);
        const hash = table.hashIn(db, view, 1, key.length);
        expect(table.findHashed(hash, db, view, 1, key.length, memory)).toBe(known);
        if (op === 'add' && !known) {
          const slot = emptySlot(db, key);
          // Half of them have their key there as well, as those with a short string do.
          if (model.size % 2 === 0) {
            slot.place = memory.take(key.length);
            memory.bytesOf(slot.place).write(key, memory.startOf(slot.place), 'latin1');
          }
          model.set(name, slot);
          table.add(slot);
        } else if (op === 'remove') {
          expect(table.remove(known ?? emptySlot(db, key))).toBe(known !== undefined);
          model.delete(name);
        }
        expect(table.size).toBe(model.size);
      }
      expect(new Set(table)).toEqual(new Set(model.values()));
    }),
  );
});

it('grows with what is put into it, and finds all of it', () => {
  const table = new SlotTable();
  for (let i = 0; i < 20_000; i++) table.add(emptySlot(i % 3, `key:${i}`));
  for (let i = 0; i < 20_000; i++) expect(table.find(i % 3, `key:${i}`)?.key).toBe(`key:${i}`);
  expect(table.find(1, 'key:0')).toBeUndefined();
  table.clear();
  expect(table.size).toBe(0);
  expect(table.find(0, 'key:0')).toBeUndefined();
});
