import { describe, expect, it } from 'vitest';
import { looseText, utf8 } from '../../../shared/bytes.ts';
import { databaseKey, storedKey } from '../../../shared/database-key.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { fixture } from '../../formats/testing/fixtures.ts';
import { openSource } from './open-source.ts';
import type { Source } from './source.ts';

/** A slow machine shows a directory before all of it has been read. */
async function open(name: string): Promise<Source> {
  const source = await openSource({
    id: 's1',
    path: fixture(name),
    readOnly: false,
    create: false,
    engine: {},
    fileSystem: nodeFileSystem,
  });
  await source.ready;
  return source;
}

describe.each([
  ['miniredis-snapshot-and-log', 'city', 'dubai'],
  ['bitcask-unclean', 'empty', ''],
  ['redis-7.0.15_aof-small', 'k:fn', 'from a function'],
  ['redis-aof-torn', 'd:missing', null],
])('%s', (name, key, value) => {
  it('opens in the app with its keys, values and records', async () => {
    const source = await open(name);
    try {
      const keys = await source.keys();
      expect(keys.ids.length).toBe(source.info().status.keys);
      const first = keys.ids[0] as number;
      expect(keys.facts(first)).toMatchObject({ file: expect.any(String) });
      const facts = await source.value(utf8(key), 0, 1000);
      if (value === null) expect(facts).toBeNull();
      else expect(looseText(facts?.bytes ?? new Uint8Array(1))).toBe(value);
      expect((await source.log().whole).table.count).toBe(source.status().records);
    } finally {
      await source.close();
    }
  });
});

it('what is said of the parts of a record adds up to its length, or nothing is said of them', async () => {
  for (const [name, isSplit] of [
    ['guide-session', true],
    ['bitcask-clean', true],
    ['miniredis-snapshot-and-log', false],
    ['redis-7.4.1_rdb-small', false],
    ['redis-7.0.15_aof-small', false],
  ] as const) {
    const source = await open(name);
    const keys = await source.keys();
    expect(keys.ids.length, name).toBeGreaterThan(0);
    for (const id of keys.ids) {
      const key = keys.key(id).slice();
      const value = await source.value(key, 0, 0);
      if (value === null) throw new Error(`${name}: ${looseText(key)} has no value`);
      expect(value.headerLength !== null, name).toBe(isSplit);
      if (value.headerLength === null) continue;
      expect(value.headerLength + key.length + value.valueLength, name).toBe(value.recordLength);
    }
    await source.close();
  }
});

it('a structure is shown as JSON, in parts', async () => {
  const source = await open('redis-7.4.1_rdb-small');
  const whole = await source.value(utf8('k:h:one'), 0, 1000);
  expect(JSON.parse(looseText(whole?.bytes ?? new Uint8Array(0)))).toMatchObject({
    value: { 'Zg==': 'dg==' },
  });
  const part = await source.value(utf8('k:h:one'), 2, 5);
  expect(part).toMatchObject({ type: 'hash', valueLength: whole?.valueLength, valueOffset: 2 });
  expect(looseText(part?.bytes ?? new Uint8Array(0))).toBe('value');
  await source.close();
});

it('the same key of two databases is two keys, each with its own value and past', async () => {
  const source = await open('redis-7.4.1_rdb-small');
  const keys = await source.keys();
  const names = [...keys.ids].map((id) => databaseKey(keys.key(id).slice()));
  const lists = names.filter(({ key }) => looseText(key) === 'k:list').map(({ db }) => db);
  expect(lists.length).toBeGreaterThan(1);
  expect(new Set(lists).size).toBe(lists.length);
  const values = await Promise.all(
    lists.map(async (db) => {
      const key = storedKey(db, utf8('k:list'));
      const facts = await source.value(key, 0, 100_000);
      expect(facts?.key).toEqual(key);
      return looseText(facts!.bytes);
    }),
  );
  expect(new Set(values).size).toBe(values.length);
  const stored = [...keys.ids].map((id) => Buffer.from(keys.key(id)));
  expect(stored).toEqual([...stored].sort(Buffer.compare));
  await source.close();
});
