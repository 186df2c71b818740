import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Slicer } from '../scan/slicer.ts';
import { never } from './entry-chunk.ts';
import { KeyIndex } from './key-index.ts';
import { KeyOrder } from './key-order.ts';

const facts = { segment: 1, offset: 0, headLength: 8, valueLength: 0, type: 0, seq: 1, expireAt: never };

/** Yields at every chance, so that calls and changes come in between. */
class Impatient extends Slicer {
  override due(): boolean {
    return true;
  }
}

type Step = { kind: 'toggle'; keys: number[] } | { kind: 'ask' } | { kind: 'wait' };

const anyKeys = fc.array(fc.nat(60), { minLength: 1, maxLength: 12 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  anyKeys.map((keys): Step => ({ kind: 'toggle', keys })),
  fc.constant<Step>({ kind: 'ask' }),
  fc.constant<Step>({ kind: 'wait' }),
);

it('gives the keys of the moment of each call in order, whatever comes and goes meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), async (steps) => {
      const index = new KeyIndex(1);
      const order = new KeyOrder(index);
      const asked: Promise<void>[] = [];
      for (const step of steps) {
        if (step.kind === 'toggle') for (const key of step.keys) toggle(index, key);
        else if (step.kind === 'ask') asked.push(expectOrder(index, order));
        else await new Promise<void>((resolve) => setImmediate(resolve));
      }
      await Promise.all(asked);
      await expectOrder(index, order);
    }),
    { numRuns: 200 },
  );
});

it('knows what came and went while more changed than it notes', async () => {
  const index = new KeyIndex(1);
  const order = new KeyOrder(index);
  for (let key = 0; key < 100; key++) toggle(index, key);
  await expectOrder(index, order);
  const during = expectOrder(index, order);
  for (let key = 100; key < 5000; key++) toggle(index, key);
  const after = expectOrder(index, order);
  toggle(index, 3);
  await Promise.all([during, after, expectOrder(index, order)]);
});

function toggle(index: KeyIndex, key: number): void {
  const bytes = Buffer.from(`k${key}`);
  const hash = index.hash(bytes, 0, bytes.length);
  const id = index.find(bytes, 0, bytes.length, hash);
  if (id < 0) index.insert(bytes, 0, bytes.length, hash, facts);
  else index.remove(id);
}

async function expectOrder(index: KeyIndex, order: KeyOrder): Promise<void> {
  const { columns, release } = index.freeze();
  const expected: string[] = [];
  for (let id = 0; id < columns.capacity; id++) {
    if (columns.holdsKey(id)) expected.push(Buffer.from(columns.key(id)).toString());
  }
  const ids = await order.ids(columns, new Impatient());
  expect([...ids].map((id) => Buffer.from(columns.key(id)).toString())).toEqual(expected.sort());
  release();
}
