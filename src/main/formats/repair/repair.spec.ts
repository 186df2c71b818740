import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { segmentFile } from '../../engine/format/file-names.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { open } from '../../engine/open.ts';
import { dataOf } from '../bitcask/testing.ts';
import { detectFormat } from '../detect.ts';
import { logOf } from '../guide/testing.ts';
import type { Format } from '../log/format.ts';
import type { Log } from '../log/log.ts';
import { aofOf } from '../redis/testing.ts';
import { fixture } from '../testing/fixtures.ts';
import { memoryDirectory } from '../testing/state.ts';
import { type DamagePlace, damagePlaces } from './damage-places.ts';
import { type Choice, repairedKeys, repairedLog, usualChoice } from './repaired-log.ts';

const directory = '/d';

interface Damaged {
  log: Log;
  format: Format;
  fileSystem: FileSystem;
  places: DamagePlace[];
}

async function damaged(fileSystem: FileSystem): Promise<Damaged> {
  const format = (await detectFormat(directory, fileSystem))!;
  const log = await format.read(directory, { fileSystem });
  return { log, format, fileSystem, places: await damagePlaces(log, format, fileSystem) };
}

/** Keys and string values after the choices; the usual ones where none is given. */
async function chosen({ log, format, fileSystem, places }: Damaged, choices?: Choice[]) {
  const repaired = await repairedLog(log, format, places, choices ?? places.map(usualChoice), { fileSystem });
  const keys: Record<string, string> = {};
  for await (const { key, value } of repairedKeys(repaired)) {
    keys[Buffer.from(key).toString()] = Buffer.from(value).toString();
  }
  return keys;
}

function flip(bytes: Uint8Array, at: number, bit = 2): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[at] = flipped[at]! ^ (1 << bit);
  return flipped;
}

describe('a damaged guide log', () => {
  const first = logOf(['a', '1'], ['b', '2']);
  const second = logOf(['c', '3']);
  const third = logOf(['a', '4'], ['b', null]);
  const at = (offset: number) => flip(Buffer.concat([first, second, third]), offset);

  it('keeps the proven reading of a flipped bit, skips the record, or is cut', async () => {
    const directory = await damaged(await memoryDirectory('/d', { 'data.log': at(first.length + 13) }));
    expect(directory.places).toMatchObject([
      {
        kind: 'corrupt',
        index: 2,
        wholeBehind: 2,
        readings: [{ proof: 'checksum', words: expect.stringMatching(/^bit 2 of byte/) }],
      },
    ]);
    expect(await chosen(directory)).toEqual({ a: '4', c: '3' });
    expect(await chosen(directory, ['skip'])).toEqual({ a: '4' });
    expect(await chosen(directory, ['cut'])).toEqual({ a: '1', b: '2' });
  });

  it('keeps the proven reading of a damaged length', async () => {
    const directory = await damaged(await memoryDirectory('/d', { 'data.log': at(first.length + 8) }));
    expect(directory.places[0]?.readings).toMatchObject([
      { words: 'val_len 5 read as 1', proof: 'checksum' },
    ]);
    expect(await chosen(directory)).toEqual({ a: '4', c: '3' });
  });

  it('drops a torn tail, and says so of each of two places', async () => {
    const torn = at(first.length + 13);
    const directory = await damaged(
      await memoryDirectory('/d', { 'data.log': torn.subarray(0, torn.length - 3) }),
    );
    expect(directory.places.map(({ kind, wholeBehind }) => [kind, wholeBehind])).toEqual([
      ['corrupt', 1],
      ['torn', 0],
    ]);
    expect(await chosen(directory)).toEqual({ a: '4', b: '2', c: '3' });
  });
});

describe('a damaged append-only file', () => {
  const before = aofOf(['SET', 'a', '1'], ['RPUSH', 'list', 'x']);
  const middle = aofOf(['SET', 'name', 'Ada']);
  const behind = aofOf(['RPUSH', 'list', 'y'], ['SET', 'a', '2']);
  const withMiddle = (bytes: Uint8Array | string) =>
    memoryDirectory('/d', { 'appendonly.aof': Buffer.concat([before, Buffer.from(bytes), behind]) });
  const text = middle.toString();

  it.each([
    ['a length that is too long', text.replace('$3\r\nAda', '$4\r\nAda'), '$4 read as $3'],
    ['a mark that is none', text.replace('$4', '%4'), '%4 read as $4'],
    ['too many arguments', text.replace('*3', '*4'), '*4 read as *3'],
    ['a name that nobody knows', text.replace('SET', 'SDT'), 'SDT read as SET'],
  ])('%s: it is read as it should stand', async (_, bytes, words) => {
    const directory = await damaged(await withMiddle(bytes));
    const readings = directory.places[0]?.readings.map((reading) => reading.words);
    expect(readings).toContain(words);
    const value = await chosen(directory, [{ reading: readings!.indexOf(words) }]);
    expect(value).toMatchObject({ name: 'Ada', a: '2' });
    expect(JSON.parse(value.list!)).toMatchObject({ value: ['eA==', 'eQ=='] });
  });

  it('is skipped unless somebody says otherwise: nothing proves such a reading', async () => {
    const directory = await damaged(await withMiddle(text.replace('$3\r\nAda', '$4\r\nAda')));
    const skipped = await chosen(directory);
    expect(Object.keys(skipped).sort()).toEqual(['a', 'list']);
    expect(skipped.a).toBe('2');
  });

  it('cut there gives structures as they were then', async () => {
    const directory = await damaged(await withMiddle('*3\r\n$3\r\nSET\r\n'));
    const cut = await chosen(directory, ['cut']);
    expect(cut.a).toBe('1');
    expect(JSON.parse(cut.list!)).toMatchObject({ value: ['eA=='] });
  });
});

it('an RDB with a flipped bit is whole again with the bit turned back', async () => {
  const name = 'redis-7.0.15_rdb-small--flipped-in-value';
  const dump = readFileSync(join(fixture(name), 'dump.rdb'));
  const directory = await damaged(await memoryDirectory('/d', { 'dump.rdb': dump }));
  expect(directory.places[0]?.readings).toMatchObject([{ proof: 'checksum' }]);
  const { log, format, fileSystem, places } = directory;
  const repaired = await repairedLog(log, format, places, [{ reading: 0 }], { fileSystem });
  expect(repaired.log.damage).toBe('none');
  expect(await chosen(directory, ['cut'])).not.toEqual(await chosen(directory));
});

it('a Walscope segment with a flipped bit is whole again with the bit turned back', async () => {
  const fileSystem = new MemoryFileSystem();
  const store = await open(directory, { fileSystem });
  for (const key of ['a', 'b', 'c']) await store.set(key, `value of ${key}`);
  await store.close();
  const path = `${directory}/${segmentFile(1)}`;
  const bytes = await fileSystem.readFile(path);
  const at = Buffer.from(bytes).indexOf('value of b');
  const handle = await fileSystem.open(path, 'write');
  await handle.write(flip(bytes, at + 3).subarray(at + 3, at + 4), at + 3);
  await handle.close();
  const found = await damaged(fileSystem);
  expect(found.places).toMatchObject([{ kind: 'corrupt', readings: [{ proof: 'checksum' }] }]);
  expect(await chosen(found)).toEqual({ a: 'value of a', b: 'value of b', c: 'value of c' });
  expect(await chosen(found, ['skip'])).toEqual({ a: 'value of a', c: 'value of c' });
});

it('a Bitcask record with a flipped bit is read with the bit turned back', async () => {
  const data = dataOf(['a', '1'], ['b', '2'], ['c', '3']);
  const at = dataOf(['a', '1']).length + 15;
  const found = await damaged(await memoryDirectory('/d', { '1.bitcask.data': flip(data, at) }));
  expect(found.places).toMatchObject([{ readings: [{ proof: 'checksum' }] }]);
  expect(await chosen(found)).toEqual({ a: '1', b: '2', c: '3' });
});
