import { expect, it } from 'vitest';
import { check, maxUntold } from './check.mjs';
import { callers, Load, Model, prefixOf } from './load.mjs';
import { growthOf } from './steady-store.mjs';

const round = { seed: 1, round: 0, startMs: 1_000_000 };
/** All deadlines have passed. */
const nowMs = round.startMs + 100_000;
const told = Array.from({ length: callers }, (_, caller) => 50 + caller);

/** What a store holds in which each caller has made so many calls. */
function contentsAfter(calls: readonly number[]): Map<string, string> {
  const contents = new Map<string, string>();
  for (let caller = 0; caller < callers; caller++) {
    const model = new Model();
    const load = new Load(round, caller);
    for (let call = 0; call < (calls[caller] ?? 0); call++) model.apply(load.next());
    for (const [key, value] of model.aliveAt(nowMs)) contents.set(key, value);
  }
  return contents;
}

const storeOf = (contents: Map<string, string>) => ({
  async *scan({ prefix }: { prefix: string }) {
    for (const [key, value] of contents) {
      if (key.startsWith(prefix)) yield { key: Buffer.from(key), value: Buffer.from(value) };
    }
  },
});

it('accepts all that was acknowledged, and what may have followed', async () => {
  await check(storeOf(contentsAfter(told)), [], round, told, nowMs);
  const ahead = told.map((calls) => calls + maxUntold);
  const models = await check(storeOf(contentsAfter(ahead)), [], round, told, nowMs);
  const settled = models.flatMap((model) => [...model.aliveAt(nowMs)]);
  expect(new Map(settled)).toEqual(contentsAfter(ahead));
});

it('finds a lost call, a lost key, another value and a key that rose again', async () => {
  const behind = told.map((calls, caller) => (caller === 3 ? calls - 5 : calls));
  await expect(check(storeOf(contentsAfter(behind)), [], round, told, nowMs)).rejects.toThrow('acknowledged');
  for (const spoil of [
    (contents: Map<string, string>, key: string) => contents.delete(key),
    (contents: Map<string, string>, key: string) => contents.set(key, 'other'),
    (contents: Map<string, string>) => contents.set(`${prefixOf(0)}risen`, ''),
  ]) {
    const contents = contentsAfter(told);
    spoil(contents, [...contents.keys()][7] as string);
    await expect(check(storeOf(contents), [], round, told, nowMs)).rejects.toThrow('instead of');
  }
});

it('makes the same calls for the same seed', () => {
  const calls = (load: Load) => Array.from({ length: 100 }, () => load.next());
  expect(calls(new Load(round, 2))).toEqual(calls(new Load(round, 2)));
  expect(calls(new Load(round, 2))).not.toEqual(calls(new Load({ ...round, round: 1 }, 2)));
});

it('tells growing memory from memory that finds its level', () => {
  const level = Array.from({ length: 60 }, (_, minute) => 100 + Math.min(minute, 10));
  const growing = level.map((rss, minute) => rss + 2 * minute);
  expect(growthOf(level)).toBe(1);
  expect(growthOf(growing)).toBeGreaterThan(1.2);
  expect(growthOf(level.slice(0, 10))).toBeNull();
});
