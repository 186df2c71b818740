import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { looseText, utf8 } from '../../../shared/bytes.ts';
import type { KeyQuery } from '../../../shared/contract/keys.ts';
import { keyRows, recordRows, treeRows } from '../../../shared/rows.ts';
import { encodeRecord } from '../../formats/guide/record.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../specs/service-under-test.ts';

const everything: KeyQuery = { filter: null, under: null, sort: { column: 'key', descending: false } };

let service: ServiceUnderTest;
beforeEach(() => {
  service = serviceUnderTest();
});
afterEach(() => service.close());

async function openGuide(pairs: Iterable<[string, string | null]>): Promise<string> {
  const path = join(service.directory, 'guide');
  mkdirSync(path);
  const records = [...pairs].map(([key, value]) =>
    encodeRecord(utf8(key), value === null ? null : utf8(value)),
  );
  writeFileSync(join(path, 'data.log'), Buffer.concat(records));
  return (await service.call('source.open', { path })).id;
}

/** Waits until the view is whole and returns its keys. */
async function keysOf(source: string, query: Partial<KeyQuery>): Promise<string[]> {
  const opened = await service.call('keys.openView', { source, query: { ...everything, ...query } });
  if (!opened.exact) {
    await service.event('keys.progress', (progress) => progress.view === opened.view && progress.exact);
  }
  const keys: string[] = [];
  for (;;) {
    const page = await service.call('keys.page', {
      source,
      view: opened.view,
      first: keys.length,
      count: 500,
    });
    const rows = keyRows.decode(page.bytes).rows();
    keys.push(...rows.map((row) => looseText(row.key)));
    if (keys.length >= page.total) return keys;
  }
}

const filter = (mode: 'prefix' | 'substring' | 'glob', text: string) => ({ filter: { mode, text } });

describe('views', () => {
  test('filter by prefix, substring and glob, and below a group', async () => {
    const source = await openGuide([
      ['user:1', 'a'],
      ['user:2', 'bb'],
      ['user:2', 'ccc'],
      ['order:1', 'd'],
      ['order:1', null],
      ['order:17', 'e'],
      ['zebra', 'f'],
    ]);
    expect(await keysOf(source, {})).toEqual(['order:17', 'user:1', 'user:2', 'zebra']);
    expect(await keysOf(source, filter('prefix', 'user:'))).toEqual(['user:1', 'user:2']);
    expect(await keysOf(source, filter('substring', '1'))).toEqual(['order:17', 'user:1']);
    expect(await keysOf(source, filter('glob', '*[r]:?'))).toEqual(['user:1', 'user:2']);
    expect(await keysOf(source, { ...filter('substring', '1'), under: utf8('user:') })).toEqual(['user:1']);
    expect(await keysOf(source, { ...filter('prefix', 'zeb'), under: utf8('user:') })).toEqual([]);
    expect(await keysOf(source, filter('prefix', ''))).toHaveLength(4);
  });

  test('sort by any column in both directions, ties in key order', async () => {
    const source = await openGuide([
      ['b', 'x'],
      ['a', 'xxx'],
      ['c', 'xx'],
      ['d', 'xx'],
      ['b', 'xxxx'],
    ]);
    const sorted = (column: KeyQuery['sort']['column'], descending = false) =>
      keysOf(source, { sort: { column, descending } });
    expect(await sorted('key', true)).toEqual(['d', 'c', 'b', 'a']);
    expect(await sorted('valueLength')).toEqual(['c', 'd', 'a', 'b']);
    expect(await sorted('valueLength', true)).toEqual(['b', 'a', 'c', 'd']);
    expect(await sorted('versions', true)).toEqual(['b', 'a', 'c', 'd']);
    expect(await sorted('seq')).toEqual(['a', 'c', 'd', 'b']);
    expect(await sorted('location', true)).toEqual(['b', 'd', 'c', 'a']);
    expect(await sorted('expireAt')).toEqual(['a', 'b', 'c', 'd']);
    expect(await sorted('type')).toEqual(['a', 'b', 'c', 'd']);
  });

  test('find a key, list whole keys, and a closed view is gone', async () => {
    const source = await openGuide([
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ]);
    const query: KeyQuery = { ...everything, sort: { column: 'key', descending: true } };
    const { view } = await service.call('keys.openView', { source, query });
    expect(await service.call('keys.find', { source, view, key: utf8('c') })).toBe(0);
    expect(await service.call('keys.find', { source, view, key: utf8('bb') })).toBeNull();
    expect(await service.call('keys.list', { source, view, first: 1, count: 9 })).toEqual([
      utf8('b'),
      utf8('a'),
    ]);
    await service.call('keys.closeView', { source, view });
    expect(await service.refusal('keys.page', { source, view, first: 0, count: 1 })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('pages stay within their size whatever the keys', async () => {
    const long = 'k'.repeat(2000);
    const source = await openGuide(Array.from({ length: 300 }, (_, i) => [`${long}${1000 + i}`, 'v']));
    const { view } = await service.call('keys.openView', { source, query: everything });
    const page = await service.call('keys.page', { source, view, first: 0, count: 4096 });
    expect(page.bytes.length).toBeLessThanOrEqual(64 * 1024);
    expect(page.total).toBe(300);
    const first = keyRows.decode(page.bytes).row(0);
    expect([first.key.length, first.keyLength]).toEqual([512, 2004]);
  });
});

test('the tree groups keys at the separator and counts what is below', async () => {
  const source = await openGuide([
    ['user:1:name', 'a'],
    ['user:1:mail', 'b'],
    ['user:2:name', 'c'],
    ['user', 'd'],
    ['zoo', 'e'],
    ['order:9', 'f'],
  ]);
  const children = async (prefix: string) => {
    const page = await service.call('keys.tree', {
      source,
      prefix: utf8(prefix),
      separator: ':',
      first: 0,
      count: 100,
    });
    return treeRows
      .decode(page.bytes)
      .rows()
      .map((row) => [looseText(row.label), row.keys, row.group]);
  };
  expect(await children('')).toEqual([
    ['order:', 1, 1],
    ['user', 1, 0],
    ['user:', 3, 1],
    ['zoo', 1, 0],
  ]);
  expect(await children('user:')).toEqual([
    ['1:', 2, 1],
    ['2:', 1, 1],
  ]);
  expect(await children('user:1:')).toEqual([
    ['mail', 1, 0],
    ['name', 1, 0],
  ]);
  expect(await children('nothing:')).toEqual([]);
});

test('a value comes in parts with its record’s place and checksum', async () => {
  const source = await openGuide([
    ['k', 'old'],
    ['k', 'a longer value'],
  ]);
  const value = await service.call('keys.value', { source, key: utf8('k'), offset: 2, length: 6 });
  expect(value).toMatchObject({
    state: 'live',
    valueLength: 14,
    offset: 2,
    seq: 2,
    file: 'data.log',
    recordOffset: 16,
    recordLength: 27,
    headerLength: 12,
    versions: 2,
    recordIndex: 1,
  });
  expect(looseText(value?.bytes ?? utf8(''))).toBe('longer');
  expect(value?.crcStored).toBe(value?.crcFound);
  expect(await service.call('keys.value', { source, key: utf8('nope'), offset: 0, length: 1 })).toBeNull();
});

test('a key’s history is all its records, newest first', async () => {
  const source = await openGuide([
    ['k', 'one'],
    ['other', 'x'],
    ['k', 'two'],
    ['k', null],
  ]);
  const page = await service.call('keys.history', { source, key: utf8('k'), first: 0, count: 10 });
  const rows = recordRows.decode(page.bytes).rows();
  expect(rows.map((row) => [row.index, looseText(row.value)])).toEqual([
    [3, ''],
    [2, 'two'],
    [0, 'one'],
  ]);
  expect(page.total).toBe(3);
});
