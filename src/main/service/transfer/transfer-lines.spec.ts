import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/bytes.ts';
import type { LiveKey } from '../../formats/log/live-key.ts';
import { encodeBase64 } from './base64.ts';
import { exportLine, exportLines } from './export-lines.ts';
import { readImport } from './import-lines.ts';

const live = (key: Uint8Array, value: Uint8Array, expireAt: number | null = null): LiveKey => ({
  db: 0,
  key,
  type: 'string',
  value,
  expireAt,
});

async function* chunksOf(text: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const lineOf = (change: Record<string, unknown> = {}) =>
  JSON.stringify({ key: 'YQ==', type: 'string', value: 'MQ==', expireAt: null, ...change });

const facts = { lastId: '2-1', maxDeletedId: '0-0', entriesAdded: 2, groups: [] };
const group = { name: 'Zw==', lastDeliveredId: '1-1', entriesRead: 1, consumers: [], pending: [] };
const streamLine = (ids: string[][], stream?: object) =>
  lineOf({ type: 'stream', value: ids.map(([id]) => [id, ['YQ==', 'MQ==']]), stream });

describe('lines of export', () => {
  it('have the documented shape', () => {
    expect(exportLine(live(utf8('a'), utf8('1'), 5))).toBe(
      '{"key":"YQ==","type":"string","value":"MQ==","expireAt":5}',
    );
    expect(JSON.parse(exportLine({ ...live(utf8('a'), utf8('1')), db: 3 }))).toMatchObject({ db: 3 });
  });

  it('are refused, not torn, where the value is longer than a string can be', () => {
    // Zeros that nobody touches take no memory.
    const value = new Uint8Array(500 * 1024 * 1024);
    expect(() => exportLine(live(utf8('a'), value))).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE', message: expect.stringContaining('The value of a has') }),
    );
  });

  it('come back as they were, however they are cut', async () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const keys = [
      live(everyByte, everyByte),
      live(utf8(''), utf8(''), 2 ** 48 - 1),
      live(utf8('é'), utf8('x\ny')),
    ];
    let text = '';
    const source = (async function* () {
      yield* keys;
    })();
    for await (const chunk of exportLines(source)) text += chunk;
    for (const size of [1, 2, 63, 100_000]) {
      const { changes } = await readImport(chunksOf(text, size));
      expect(changes.map((change) => ({ ...change, key: encodeBase64(change.key as Uint8Array) }))).toEqual(
        keys.map(({ key, value, expireAt }) => ({
          op: 'set',
          key: encodeBase64(key),
          value: Buffer.from(value),
          expireAt,
        })),
      );
    }
  });
});

describe('import', () => {
  it.each([
    ['not JSON', '{"key": '],
    ['not an object', '[1]'],
    ['without a key', lineOf({ key: undefined })],
    ['with a key that is not base64', lineOf({ key: 'a' })],
    ['with base64 that no encoder gives', lineOf({ key: 'YR==' })],
    ['with a value that is not text', lineOf({ value: ['MQ=='] })],
    ['of another type', lineOf({ type: 'list' })],
    ['with a list of what is no base64', lineOf({ type: 'list', value: ['a'] })],
    ['with groups of a list', lineOf({ type: 'list', value: ['YQ=='], stream: {} })],
    ['with a library of functions', '{"function":{"name":"mylib","engine":"LUA","code":"eA=="}}'],
    ['of a set that has an element twice', lineOf({ type: 'set', value: ['YQ==', 'YQ=='] })],
    ['with a score that is no number', lineOf({ type: 'zset', value: [['YQ==', 'abc']] })],
    [
      'with a deadline of no field',
      lineOf({ type: 'hash', value: { 'YQ==': 'Yg==' }, fieldExpireAt: { toString: 5 } }),
    ],
    ['with ids that fall', streamLine([['2-1'], ['1-1']])],
    ['with an id of more than 64 bits', streamLine([['18446744073709551616-1']])],
    ['with a field that has no value', lineOf({ type: 'stream', value: [['1-1', ['YQ==']]] })],
    ['with half of what a stream is', streamLine([['1-1']], { groups: 'x' })],
    ['with a group of no shape', streamLine([['1-1']], { ...facts, groups: [{ name: 5 }] })],
    [
      'with what is pending for nobody',
      streamLine([['1-1']], { ...facts, groups: [{ ...group, pending: [['1-1', 'Yw==', null, 1]] }] }),
    ],
    ['of no type', lineOf({ type: 'tree' })],
    ['of a database that no store numbers', lineOf({ db: 256 })],
    ['with a deadline that is no time', lineOf({ expireAt: -1 })],
    ['with more than a key has', lineOf({ fieldExpireAt: {} })],
    ['with a key that is too long', lineOf({ key: encodeBase64(new Uint8Array(65_537)) })],
  ])('names a line %s by its number', async (_what, broken) => {
    const text = [lineOf(), lineOf({ key: 'Yg==' }), broken, lineOf({ key: 'Yw==' })].join('\n');
    await expect(readImport(chunksOf(text, 1000))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/^Line 3\b.*\.$/),
      details: { line: 3 },
    });
  });

  it('takes the last line without a newline, and lines between that hold nothing', async () => {
    expect((await readImport(chunksOf(`${lineOf()}\r\n\n${lineOf({ key: 'Yg==' })}`))).keys).toBe(2);
    expect((await readImport(chunksOf(''))).keys).toBe(0);
  });

  it('takes a stream of which nothing but its entries is said', async () => {
    const { changes } = await readImport(chunksOf(streamLine([['1-1'], ['2-1']])));
    const [{ value }] = changes as unknown as [{ value: Buffer }];
    expect(JSON.parse(value.toString())).toMatchObject({ stream: facts });
    const whole = {
      ...facts,
      groups: [{ ...group, consumers: [{ name: 'Yw==', pending: 0, seenTime: null }] }],
    };
    const line = streamLine([['1-1'], ['2-1']], whole);
    const { changes: again } = await readImport(chunksOf(line, 1000));
    const { value: entries, stream } = JSON.parse(line) as { value: unknown; stream: unknown };
    expect((again as unknown as [{ value: Buffer }])[0].value.toString()).toBe(
      JSON.stringify({ value: entries, stream }),
    );
  });

  it('keeps the later value of a key that occurs twice', async () => {
    const { changes, keys } = await readImport(chunksOf(`${lineOf()}\n${lineOf({ value: 'Mg==' })}\n`));
    expect(keys).toBe(1);
    expect(changes).toMatchObject([{ value: Buffer.from('2') }]);
  });
});
