import * as fc from 'fast-check';
import { it } from 'vitest';
import { fsyncPolicies } from '../../../shared/model.ts';
import type { Fate } from '../fs/pending-operations.ts';
import { crashRun } from './crash-run.ts';
import { indexKinds } from './index-kinds.ts';
import { expectPromiseKept, statesOf } from './promise-kept.ts';
import { hungAfterMs, long, tried } from './tried.ts';
import { ballast, ballastKey, type ModelChange, openedAtMs, type Step } from './workload.ts';

const anyKey = fc.constantFrom('a', 'b', 'c:1', 'c:2', 'c:3', 'd', ballastKey(1), ballastKey(2));
const anySet = fc.record({
  op: fc.constant('set' as const),
  key: anyKey,
  value: fc.integer({ min: 0, max: 300 }).map((length) => 'v'.repeat(length)),
});
const expiringSet = fc
  .tuple(anySet, fc.integer({ min: -20, max: 20 }))
  .map(([set, ms]) => ({ ...set, expireAt: openedAtMs + ms }));
const anyDelete = fc.record({ op: fc.constant('delete' as const), key: anyKey });
const anyChange: fc.Arbitrary<ModelChange> = fc.oneof(
  { arbitrary: anySet, weight: 5 },
  { arbitrary: expiringSet, weight: 1 },
  { arbitrary: anyDelete, weight: 2 },
);
const anyEdit = fc
  .tuple(fc.constantFrom('c:1', 'e'), fc.nat({ max: 9 }), fc.nat({ max: 9 }))
  .map(([key, first, last]): Step => {
    const value = `${'a'.repeat(first)}${'<0123456789>'.repeat(12)}${'z'.repeat(last)}`;
    return { kind: 'edit', texts: [{ key, value }] };
  });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: anyChange.map((change): Step => ({ kind: 'write', change })), weight: 12 },
  {
    arbitrary: fc
      .array(anyChange, { minLength: 1, maxLength: 5 })
      .map((changes): Step => ({ kind: 'batch', changes })),
    weight: 4,
  },
  { arbitrary: anyEdit, weight: 5 },
  {
    arbitrary: fc.constantFrom<Step>({ kind: 'snapshot' }, { kind: 'compact' }, { kind: 'sync' }),
    weight: 2,
  },
);

/** What becomes of the unsynced operations: the first ones reach the disk, the others by chance. */
const anyLoss = fc.record({
  keptFirst: fc.nat({ max: 12 }),
  others: fc.array(
    fc.oneof(
      fc.constantFrom<Fate>('lost', 'kept', 'size-only'),
      fc.integer({ min: 0, max: 120 }).map((firstBytes): Fate => ({ firstBytes })),
    ),
    { maxLength: 12 },
  ),
});

const anyCase = fc.record({
  steps: fc
    .tuple(fc.boolean(), fc.array(anyStep, { minLength: 1, maxLength: 40, size: 'max' }))
    .map(([ballasted, steps]) => (ballasted ? [ballast, { kind: 'snapshot' } as const, ...steps] : steps)),
  width: fc.integer({ min: 1, max: 5 }),
  openOptions: fc.constantFrom(...indexKinds.map(({ indexOptions }) => indexOptions)),
  fsync: fc.constantFrom(...fsyncPolicies),
  /** Where in the run the power goes, 0 to 1. */
  when: fc.double({ min: 0, max: 1, noNaN: true }),
  loss: anyLoss,
});

it('keeps every promise of any workload through any power loss', { timeout: hungAfterMs }, async () => {
  let states = 0;
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ steps, width, openOptions, fsync, when, loss }) => {
      const { calls } = await crashRun({ steps, width, fsync, crashAtCall: null, openOptions });
      const crashAtCall = 1 + Math.floor(when * calls);
      const run = await crashRun({ steps, width, fsync, crashAtCall, openOptions });
      const disk = run.disk.crash({
        keepUnsynced: (_, index) =>
          index < loss.keptFirst ? 'kept' : (loss.others[index - loss.keptFirst] ?? 'lost'),
      });
      const context = `crash at call ${crashAtCall} of ${calls}`;
      await expectPromiseKept(disk, {
        run,
        states: statesOf(steps),
        holesAllowed: fsync !== 'always',
        context,
      });
      states += 1;
    }),
    { numRuns: long ? 20_000 : 150 },
  );
  tried('crash states', states);
});
