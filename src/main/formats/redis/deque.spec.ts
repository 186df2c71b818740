import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockLength } from './block.ts';
import { Deque, type End } from './deque.ts';

/** Elements beyond some blocks, so that each end, each border and what is between is met. */
const many = fc.constantFrom(0, 1, 3, blockLength - 1, blockLength, blockLength + 1, 400, 900);
const place = fc.double({ min: 0, max: 1, noNaN: true });
const end = fc.constantFrom<End>('start', 'end');
const value = fc.nat(5);
const step = fc.oneof(
  fc.record({ how: fc.constantFrom('push', 'unshift'), value, times: fc.constantFrom(1, 2, 200) }),
  fc.record({ how: fc.constantFrom('pop', 'shift'), times: fc.constantFrom(1, 2, 200) }),
  fc.record({ how: fc.constantFrom('insert', 'set'), place, value }),
  fc.record({ how: fc.constant('delete'), place }),
  fc.record({ how: fc.constant('take'), end, count: fc.constantFrom(0, 1, 2, 300, 1e9) }),
  fc.record({ how: fc.constant('keep'), place, length: fc.constantFrom(0, 1, blockLength, 500) }),
  fc.record({
    how: fc.constant('deleteEach'),
    value,
    end,
    limit: fc.constantFrom(1, 2, 30, Number.POSITIVE_INFINITY),
  }),
);
type Step = {
  how: string;
  value: number;
  times: number;
  place: number;
  end: End;
  count: number;
  length: number;
  limit: number;
};

/** What a plain array does; returns what the step answers. */
function stepOfArray(
  model: number[],
  { how, value, times, place, end, count, length, limit }: Step,
): unknown {
  const at = Math.floor(place * model.length);
  switch (how) {
    case 'push':
    case 'unshift':
      for (let i = 0; i < times; i++) model[how](value + i);
      return undefined;
    case 'pop':
    case 'shift':
      return Array.from({ length: times }, () => model[how]());
    case 'insert':
      model.splice(at, 0, value);
      return undefined;
    case 'set':
      if (model.length > 0) model[Math.min(at, model.length - 1)] = value;
      return undefined;
    case 'delete':
      if (model.length > 0) model.splice(Math.min(at, model.length - 1), 1);
      return undefined;
    case 'take':
      return end === 'start'
        ? model.splice(0, count)
        : model.splice(Math.max(0, model.length - count)).reverse();
    case 'keep':
      model.splice(Math.min(model.length, at + length));
      model.splice(0, Math.min(at, model.length));
      return undefined;
    default: {
      const places = [...model.keys()].filter((index) => model[index] === value);
      const gone = end === 'start' ? places.slice(0, limit) : places.reverse().slice(0, limit);
      for (const index of gone.sort((a, b) => b - a)) model.splice(index, 1);
      return gone.length;
    }
  }
}

function stepOfDeque(
  deque: Deque<number>,
  { how, value, times, place, end, count, length, limit }: Step,
): unknown {
  const at = Math.floor(place * deque.length);
  switch (how) {
    case 'push':
    case 'unshift':
      for (let i = 0; i < times; i++) deque[how](value + i);
      return undefined;
    case 'pop':
    case 'shift':
      return Array.from({ length: times }, () => deque[how]());
    case 'insert':
      return deque.insert(at, value);
    case 'set':
      return deque.length > 0 ? deque.set(Math.min(at, deque.length - 1), value) : undefined;
    case 'delete':
      return deque.length > 0 ? deque.delete(Math.min(at, deque.length - 1)) : undefined;
    case 'take':
      return deque.take(count, end);
    case 'keep':
      return deque.keep(at, Math.min(deque.length, at + length));
    default:
      return deque.deleteEach(value, limit, end);
  }
}

it('does what a plain array does, and forgets what is noted of blocks that change', () => {
  fc.assert(
    fc.property(many, fc.array(step, { maxLength: 30 }), (length, steps) => {
      const model = Array.from({ length }, (_, i) => i % 7);
      const deque = new Deque(model);
      for (const each of steps as Step[]) {
        for (const block of deque.blocks) block.note = Buffer.from(block.elements.join());
        expect(stepOfDeque(deque, each)).toEqual(stepOfArray(model, each));
        expect(deque.length).toBe(model.length);
        for (const { note, elements } of deque.blocks)
          if (note !== null) expect(String(note)).toBe(elements.join());
        for (const index of [
          0,
          1,
          blockLength - 1,
          blockLength,
          300,
          model.length >> 1,
          model.length - 1,
          model.length,
          -1,
          -2,
        ])
          expect(deque.at(index)).toBe(model.at(index));
        expect(deque.indexOf(each.value)).toBe(model.indexOf(each.value));
      }
      expect([...deque]).toEqual(model);
      expect(deque.blocks.flatMap(({ elements }) => elements)).toEqual(model);
      for (const from of [0, 1, 126, 129, 500])
        for (const to of [0, 2, 128, 255, 1e9]) expect(deque.slice(from, to)).toEqual(model.slice(from, to));
    }),
  );
});

it('is equal to another one with the same elements, whatever they have gone through', () => {
  const deque = new Deque(Array.from({ length: 2000 }, (_, i) => i));
  deque.take(700, 'start');
  expect(deque).toEqual(new Deque(Array.from({ length: 1300 }, (_, i) => i + 700)));
  expect(deque).not.toEqual(new Deque(Array.from({ length: 1300 }, (_, i) => i)));
});

it.each([
  ['set', (deque: Deque<number>) => deque.set(3, 0)],
  ['insert', (deque: Deque<number>) => deque.insert(4, 0)],
  ['delete', (deque: Deque<number>) => deque.delete(-1)],
  ['keep', (deque: Deque<number>) => deque.keep(0, 4)],
])('%s says so when there is no such place', (_, change) => {
  expect(() => change(new Deque([1, 2, 3]))).toThrow(RangeError);
});
