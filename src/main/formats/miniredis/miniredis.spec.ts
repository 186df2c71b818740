import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toBase64, utf8 } from '../../../shared/bytes.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { detectFormat } from '../detect.ts';
import type { LiveKey } from '../log/live-key.ts';
import { expected, fixture } from '../testing/fixtures.ts';
import { memoryDirectory, stateOf } from '../testing/state.ts';
import { miniRedisFormat } from './miniredis-format.ts';

const read = async (files: Record<string, Uint8Array | string>) => {
  const fileSystem = await memoryDirectory('/d', files);
  const log = await miniRedisFormat.read('/d', { fileSystem });
  return { log, fileSystem, state: (salvage = false) => stateOf(log, fileSystem, { salvage, nowMs: 0 }) };
};
const put = (key: string, value: string, expiry = 'null') =>
  `{"op": "PUT", "key": ${JSON.stringify(key)}, "value": ${JSON.stringify(value)}, "expiry": ${expiry}}\n`;
const snapshot = (data: string, count: number) =>
  `{"timestamp": 1772224200.0, "num_keys": ${count}, "data": ${data}}`;
const b64 = (text: string) => toBase64(utf8(text));

describe.each(['miniredis-snapshot-and-log', 'miniredis-torn'])('%s', (name) => {
  it('comes out as expected', async () => {
    expect((await detectFormat(fixture(name), nodeFileSystem))?.id).toBe('miniredis');
    const log = await miniRedisFormat.read(fixture(name), { fileSystem: nodeFileSystem });
    expect(log.damage).toBe(expected(name).damage);
    expect(log.verdict.damaged.length > 0).toBe(log.damage !== 'none');
    expect((await stateOf(log, nodeFileSystem)).db0).toEqual(expected(name).keys);
  });

  it('explains each record by fields that tile its bytes', async () => {
    const log = await miniRedisFormat.read(fixture(name), { fileSystem: nodeFileSystem });
    for (let index = 0; index < log.table.count; index++) {
      const { fields, bytes } = await miniRedisFormat.explain(log, index, nodeFileSystem);
      expect(fields.reduce((end, { length }) => end + length, 0)).toBe(bytes.length);
    }
  });
});

describe('a log', () => {
  const lines = [
    put('a', '1'),
    put('é"\\', 'line\n\u0000'),
    '{"op": "DELETE", "key": "a"}\n',
    put('b', '2', '1e10'),
  ];
  const whole = Buffer.from(lines.join(''));

  it('cut anywhere is torn, or ends at a line, and yields what came before', async () => {
    const ends = lines.map((_, i) => Buffer.from(lines.slice(0, i + 1).join('')).length);
    const states = await Promise.all(
      [0, ...ends].map(async (end) => (await read({ 'appendonly.aof': whole.subarray(0, end) })).state()),
    );
    for (let cut = 0; cut <= whole.length; cut++) {
      const { log, state } = await read({ 'appendonly.aof': whole.subarray(0, cut) });
      const lineIsWhole = ends.includes(cut + 1);
      const before = ends.filter((end) => end <= (lineIsWhole ? cut + 1 : cut)).length;
      expect(log.damage).toBe(cut === 0 || ends.includes(cut) ? 'none' : 'torn-tail');
      expect(await state()).toEqual(states[before]);
    }
  });

  it('with a line that is none stops there, and salvages the rest', async () => {
    const { log, state } = await read({
      'appendonly.aof': put('a', '1') + put('b', '2').replace('PUT', 'PVT') + put('c', '3'),
    });
    expect(log.verdict).toMatchObject({ damage: 'corrupt', recordsRead: 1, recordsSalvageable: 1 });
    expect(log.verdict.damaged[0]).toMatchObject({ file: 'appendonly.aof', offset: put('a', '1').length });
    expect(Object.keys((await state()).db0 ?? {})).toEqual([b64('a')]);
    expect(Object.keys((await state(true)).db0 ?? {})).toEqual([b64('a'), b64('c')]);
  });

  it('finds the line that was joined to a torn one', async () => {
    const { log, state } = await read({
      'appendonly.aof': put('a', '1') + put('b', '2').slice(0, 20) + put('c', '3'),
    });
    expect(log.verdict).toMatchObject({ damage: 'corrupt', recordsSalvageable: 1 });
    expect(Object.keys((await state(true)).db0 ?? {})).toEqual([b64('a'), b64('c')]);
  });

  it('tells zeros at its end from a damaged line', async () => {
    const { log } = await read({
      'appendonly.aof': Buffer.concat([Buffer.from(put('a', '1')), Buffer.alloc(512)]),
    });
    expect(log.verdict).toMatchObject({ damage: 'torn-tail', damaged: [{ length: 512 }] });
  });

  it('keeps strings apart that UTF-8 cannot hold', async () => {
    const { state } = await read({
      'appendonly.aof': `${put('x', '1').replace('"x"', '"\\ud800"')}${put('x', '2').replace('"x"', '"\\ud801"')}`,
    });
    expect(Object.keys((await state()).db0 ?? {})).toHaveLength(2);
  });

  it('shows values that are no strings as their JSON', async () => {
    const { state } = await read({
      'appendonly.aof': put('x', '').replace('""', '{"a": [1, NaN]}').replace('NaN', 'null'),
    });
    expect((await state()).db0?.[b64('x')]?.value).toBe(b64('{"a":[1,null]}'));
  });
});

describe('a snapshot', () => {
  const data = '{"a": {"value": "1", "expiry": null}, "b": {"value": "2", "expiry": 9e9}}';

  it.each([
    ['that is cut', snapshot(data, 2).slice(0, -20)],
    ['of zeros', '\0'.repeat(100)],
    ['that is empty', ''],
    ['with a number of keys that is wrong', snapshot(data, 3)],
    ['with an entry that is none', snapshot(data.replace('"expiry": null', '"expirz": null'), 2)],
    ['with text behind it', `${snapshot(data, 2)}}`],
  ])('%s yields nothing that is called sound', async (_what, content) => {
    const { log, state } = await read({ 'dump.rdb.json': content, 'appendonly.aof': put('c', '3') });
    expect(log.damage).toBe('corrupt');
    expect(await state()).toEqual({});
    expect(Object.keys((await state(true)).db0 ?? {})).toContain(b64('c'));
  });

  it('cut anywhere is never called sound', async () => {
    const content = snapshot(data, 2);
    for (let cut = 0; cut < content.length; cut++) {
      const { log, state } = await read({ 'dump.rdb.json': content.slice(0, cut) });
      expect(log.damage).toBe('corrupt');
      expect(await state()).toEqual({});
    }
  });
});

describe('writing', () => {
  it('gives a directory that reads the same', async () => {
    const live = (key: string, value: string, expireAt: number | null): LiveKey => ({
      db: 0,
      key: utf8(key),
      type: 'string',
      value: utf8(value),
      expireAt,
    });
    const fileSystem = await memoryDirectory('/d', {});
    const keys = [live('a', 'é\n𝄞', null), live('b', '', 4102444800123), live('', '"', null)];
    async function* all() {
      yield* keys;
    }
    expect(await miniRedisFormat.write('/d/new', all(), { fileSystem })).toEqual({ keys: 3 });
    expect(Buffer.from(await fileSystem.readFile('/d/new/dump.rdb.json')).toString()).toMatch(
      /^[\x20-\x7e]+$/,
    );
    const log = await miniRedisFormat.read('/d/new', { fileSystem });
    expect(log.damage).toBe('none');
    expect((await stateOf(log, fileSystem)).db0).toEqual(
      Object.fromEntries(
        keys.map(({ key, value, expireAt }) => [
          toBase64(key),
          { type: 'string', value: toBase64(value), expireAt },
        ]),
      ),
    );
  });

  it('names what is no text', () => {
    const facts = { type: 'string', db: 0, expireAt: null, keyLength: 1, valueLength: 1 } as const;
    const bytes = Uint8Array.of(255);
    expect(miniRedisFormat.cannotHold({ ...facts, key: bytes, value: utf8('a') })).toContain('key');
    expect(miniRedisFormat.cannotHold({ ...facts, key: utf8('a'), value: bytes })).toContain('value');
    expect(miniRedisFormat.cannotHold({ ...facts, key: utf8('a'), value: utf8('a') })).toBeNull();
  });
});

describe('detection', () => {
  it('does not take a Redis log for one', async () => {
    const fileSystem = await memoryDirectory('/d', { 'appendonly.aof': '*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n' });
    expect(await miniRedisFormat.detect('/d', fileSystem)).toBe(false);
  });

  it('reads without changing anything', async () => {
    const path = join(fixture('miniredis-torn'), 'appendonly.aof');
    const before = readFileSync(path);
    await miniRedisFormat.read(fixture('miniredis-torn'), { fileSystem: nodeFileSystem });
    expect(readFileSync(path)).toEqual(before);
  });
});
