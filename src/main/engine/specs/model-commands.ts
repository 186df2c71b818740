import * as fc from 'fast-check';
import { expect } from 'vitest';
import { type FsyncPolicy, fsyncPolicies } from '../../../shared/model.ts';
import { bytesOf, type Contents, textOf } from './contents.ts';
import type { Expected, System } from './model-system.ts';
import { ballastKey, type ModelChange, run, type Step } from './workload.ts';

type Command = fc.AsyncCommand<Expected, System>;

/** A command without preconditions: the store takes every call at every time. */
function command(name: string, execute: (expected: Expected, system: System) => Promise<void>): Command {
  return { check: () => true, run: execute, toString: () => name };
}

/** Keys, binary and empty ones too, few enough to be overwritten and deleted often. */
const keys = ['', '\0', 'a', 'a\0', 'ab', 'b:1', 'b:2', 'b:3', 'ÿ', 'ÿÿ', 'k'.repeat(300)];
const anyKey = fc.constantFrom(...keys, ballastKey(7), ballastKey(8));
const anyValue = fc
  .tuple(fc.constantFrom('', 'v', '\0ÿ', 'long '), fc.integer({ min: 1, max: 60 }))
  .map(([unit, times]) => unit.repeat(times));
/** ms from now; most writes have none. */
const anyTtl = fc.option(fc.integer({ min: 1, max: 5_000 }), { freq: 3 });

const expiryIn = (ttl: number | null, nowMs: number) => (ttl === null ? {} : { expireAt: nowMs + ttl });

function advance(expected: Expected, step: Step): void {
  expected.model = expected.model.after(step);
}

async function expectKey(expected: Expected, system: System, key: string): Promise<void> {
  const value = expected.model.contentsAt(expected.nowMs).get(key) ?? null;
  const read = await system.store.get(bytesOf(key));
  expect(read === null ? null : textOf(read)).toBe(value);
  const now = system.store.getSync(bytesOf(key));
  expect(now === null ? null : textOf(now)).toBe(value);
}

const setCommand = fc.tuple(anyKey, anyValue, anyTtl).map(([key, value, ttl]) =>
  command(`set(${JSON.stringify(key)}, ${value.length} bytes, ttl ${ttl})`, async (expected, system) => {
    await system.store.set(bytesOf(key), bytesOf(value), ttl === null ? {} : { ttl });
    advance(expected, { kind: 'write', change: { op: 'set', key, value, ...expiryIn(ttl, expected.nowMs) } });
    await expectKey(expected, system, key);
  }),
);

const deleteCommand = anyKey.map((key) =>
  command(`delete(${JSON.stringify(key)})`, async (expected, system) => {
    const wasThere = expected.model.contentsAt(expected.nowMs).has(key);
    expect(await system.store.delete(bytesOf(key))).toBe(wasThere);
    advance(expected, { kind: 'write', change: { op: 'delete', key } });
    await expectKey(expected, system, key);
  }),
);

const batchCommand = fc
  .array(fc.tuple(anyKey, fc.option(anyValue, { freq: 4 }), anyTtl), { minLength: 1, maxLength: 8 })
  .map((drafts) =>
    command(`batch(${drafts.length})`, async (expected, system) => {
      const changes = drafts.map(
        ([key, value, ttl]): ModelChange =>
          value === null
            ? { op: 'delete', key }
            : { op: 'set', key, value, ...expiryIn(ttl, expected.nowMs) },
      );
      await system.store.batch(
        changes.map((change) =>
          change.op === 'delete'
            ? { op: 'delete', key: bytesOf(change.key) }
            : { ...change, key: bytesOf(change.key), value: bytesOf(change.value) },
        ),
      );
      advance(expected, { kind: 'batch', changes });
      for (const { key } of changes) await expectKey(expected, system, key);
    }),
  );

const concurrentCommand = fc.array(fc.tuple(anyKey, anyValue), { minLength: 2, maxLength: 8 }).map((sets) =>
  command(`${sets.length} sets at once`, async (expected, system) => {
    await Promise.all(sets.map(([key, value]) => system.store.set(bytesOf(key), bytesOf(value))));
    for (const [key, value] of sets) advance(expected, { kind: 'write', change: { op: 'set', key, value } });
    for (const [key] of sets) await expectKey(expected, system, key);
  }),
);

/** A text with a few places that differ: most of two of them is the same. */
const anyText = fc
  .tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.integer({ min: 1, max: 9 }))
  .map(([first, last, times]) => `${'a'.repeat(first)}${'<0123456789>'.repeat(8 + times)}${last}`);

const editCommand = fc
  .array(fc.tuple(fc.constantFrom('', 'b:1', 'b:2', 'ÿ'), anyText, anyTtl), { minLength: 1, maxLength: 3 })
  .map((drafts) =>
    command(`edit(${drafts.map(([key]) => key)})`, async (expected, system) => {
      const texts = drafts.map(([key, value, ttl]) => ({ key, value, ...expiryIn(ttl, expected.nowMs) }));
      const step: Step = { kind: 'edit', texts };
      await run(system.store, step);
      advance(expected, step);
      for (const { key } of texts) await expectKey(expected, system, key);
    }),
  );

const waitCommand = fc.integer({ min: 1, max: 4_000 }).map((ms) =>
  command(`wait(${ms} ms)`, async (expected, system) => {
    expected.nowMs += ms;
    system.nowMs += ms;
  }),
);

const scanCommand = fc
  .record({
    bounds: fc.record(
      { gt: anyKey, gte: anyKey, lt: anyKey, lte: anyKey, prefix: fc.constantFrom('', 'a', 'b:', 'ÿ') },
      { requiredKeys: [] },
    ),
    reverse: fc.boolean(),
    limit: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  })
  .map(({ bounds, reverse, limit }) =>
    command(`scan(${JSON.stringify({ ...bounds, reverse, limit })})`, async (expected, system) => {
      const found: [string, string][] = [];
      const options = Object.fromEntries(Object.entries(bounds).map(([name, key]) => [name, bytesOf(key)]));
      for await (const entry of system.store.scan({
        ...options,
        reverse,
        ...(limit === undefined ? {} : { limit }),
      })) {
        found.push([textOf(entry.key), textOf(entry.value)]);
      }
      expect(found).toEqual(scanned(expected.model.contentsAt(expected.nowMs), bounds, reverse, limit));
    }),
  );

type Bounds = Partial<Record<'gt' | 'gte' | 'lt' | 'lte' | 'prefix', string>>;

/** Characters stand for bytes, so their order is that of bytes. */
function scanned(contents: Contents, bounds: Bounds, reverse: boolean, limit: number | undefined) {
  const within = [...contents].filter(
    ([key]) =>
      (bounds.gt === undefined || key > bounds.gt) &&
      (bounds.gte === undefined || key >= bounds.gte) &&
      (bounds.lt === undefined || key < bounds.lt) &&
      (bounds.lte === undefined || key <= bounds.lte) &&
      key.startsWith(bounds.prefix ?? ''),
  );
  within.sort(([left], [right]) => (left < right ? -1 : 1));
  if (reverse) within.reverse();
  return within.slice(0, limit);
}

async function expectAll(expected: Expected, system: System): Promise<void> {
  expect(await system.contents()).toEqual(expected.model.contentsAt(expected.nowMs));
}

const snapshotCommand = command('snapshot', async (expected, system) => {
  await system.store.snapshot();
  await expectAll(expected, system);
});

const compactCommand = command('compact', async (expected, system) => {
  await system.store.compact();
  await expectAll(expected, system);
});

const reopenCommand = command('reopen', async (expected, system) => {
  await system.reopen();
  expect(system.store.recovery.verdict.code).toBe('clean');
  await expectAll(expected, system);
});

const verifyCommand = command('verify', async (_, system) => {
  expect((await system.store.verify()).code).toBe('clean');
});

const policyCommand = fc.constantFrom(...fsyncPolicies).map((policy: FsyncPolicy) =>
  command(`policy ${policy}`, async (_, system) => {
    await system.setPolicy(policy);
  }),
);

/** Commands for `fc.commands`: what anyone may ask of a store, in any order. */
export function modelCommands(): fc.Arbitrary<Command>[] {
  return [
    setCommand,
    setCommand,
    deleteCommand,
    batchCommand,
    concurrentCommand,
    editCommand,
    editCommand,
    editCommand,
    waitCommand,
    scanCommand,
    policyCommand,
    fc.constant(snapshotCommand),
    fc.constant(compactCommand),
    fc.constant(reopenCommand),
    fc.constant(verifyCommand),
  ];
}
