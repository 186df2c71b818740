import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Binary, HashField } from '../value.ts';
import { compact, copyOf } from './compact-value.ts';

const member = fc.nat(3000).map(String);

it('is used like the set that it stands for', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('add', 'delete', 'has'), member), { maxLength: 200 });
  fc.assert(
    fc.property(fc.nat(3000), steps, (kept, changes) => {
      const model = new Set<Binary>(Array.from({ length: 3000 }, (_, i) => String(i)));
      const value = compact({ type: 'set', members: new Set(model) });
      if (value.type !== 'set') throw new Error('it is no set any more');
      const { members } = value;
      for (let i = kept; i < 3000; i++) expect(members.delete(String(i))).toBe(model.delete(String(i)));
      for (const [step, name] of changes as ['add' | 'delete' | 'has', Binary][]) {
        if (step === 'add') expect(members.add(name)).toBe(members);
        else expect(members[step](name)).toBe(model[step](name));
        if (step === 'add') model.add(name);
      }
      expect(members.size).toBe(model.size);
      expect([...members].sort()).toEqual([...model].sort());
      expect(new Set(members)).toEqual(model);
      expect([...members.entries()].every(([a, b]) => a === b)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

it('is used like the fields that it stands for', () => {
  const field = fc.record({ value: fc.string(), expireAt: fc.option(fc.nat()) });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ maxLength: 2 }), fc.option(field)), { maxLength: 50 }),
      (changes) => {
        const model = new Map<Binary, HashField>([['first', { value: '1', expireAt: 7 }]]);
        const value = compact({ type: 'hash', fields: new Map(model) });
        if (value.type !== 'hash') throw new Error('it is no hash any more');
        const { fields } = value;
        for (const [name, given] of changes) {
          if (given) fields.set(name, given);
          else expect(fields.delete(name)).toBe(model.has(name));
          if (given) model.set(name, given);
          else model.delete(name);
          expect(fields.get(name)).toEqual(model.get(name));
        }
        expect([...fields]).toEqual([...model]);
        expect([...fields.values()]).toEqual([...model.values()]);
        expect(new Map(fields)).toEqual(model);
        expect(fields.size).toBe(model.size);
      },
    ),
  );
});

it('is used like the many fields that it stands for, through deletions and changes without number', () => {
  const field = fc.record({ value: fc.string(), expireAt: fc.option(fc.nat()) });
  const changes = fc.array(fc.tuple(member, fc.option(field)), { maxLength: 200 });
  fc.assert(
    fc.property(fc.nat(3000), fc.nat(4), changes, (kept, rounds, last) => {
      const model = new Map<Binary, HashField>();
      for (let i = 0; i < 3000; i++)
        model.set(String(i), { value: String(i % 7), expireAt: i % 100 || null });
      const value = compact({ type: 'hash', fields: new Map(model) });
      if (value.type !== 'hash') throw new Error('it is no hash any more');
      const { fields } = value;
      expect(compact(value)).toBe(value);
      for (let round = 0; round < rounds; round++)
        for (const name of model.keys()) {
          const changed = { value: `${name} of ${round}`, expireAt: null };
          expect(fields.set(name, changed)).toBe(fields);
          model.set(name, changed);
        }
      for (let i = kept; i < 3000; i++) expect(fields.delete(String(i))).toBe(model.delete(String(i)));
      for (const [name, given] of last) {
        if (given) fields.set(name, given);
        else expect(fields.delete(name)).toBe(model.has(name));
        if (given) model.set(name, given);
        else model.delete(name);
        expect(fields.get(name)).toEqual(model.get(name));
        expect(fields.has(name)).toBe(model.has(name));
      }
      const inOrder = <Entry extends [Binary, unknown]>(entries: Iterable<Entry>) =>
        [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(fields.size).toBe(model.size);
      expect(inOrder(fields)).toEqual(inOrder(model));
      expect(inOrder(new Map(fields))).toEqual(inOrder(model));
      expect([...fields.keys()].sort()).toEqual([...model.keys()].sort());
      expect([...fields.values()]).toEqual([...fields].map(([, each]) => each));
      fields.clear();
      expect([fields.size, [...fields]]).toEqual([0, []]);
    }),
    { numRuns: 8 },
  );
});

it('copies a value whole, so that neither changes with the other', () => {
  const hash = compact({ type: 'hash', fields: new Map([['a', { value: '1', expireAt: null }]]) });
  const copy = copyOf(hash);
  if (hash.type === 'hash') hash.fields.set('b', { value: '2', expireAt: 3 });
  expect(copy.type === 'hash' && [...copy.fields]).toEqual([['a', { value: '1', expireAt: null }]]);
  const set = compact({ type: 'set', members: new Set(Array.from({ length: 2000 }, (_, i) => `${i}`)) });
  const copied = copyOf(set);
  if (set.type === 'set') set.members.delete('1');
  expect(copied.type === 'set' && copied.members.size).toBe(2000);
});
