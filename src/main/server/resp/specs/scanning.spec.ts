import { describe, expect, it } from 'vitest';
import type { RawClient } from './raw-client.ts';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();

const scanned = (cursor: string, keys: readonly string[]): string =>
  `*2\r\n$${cursor.length}\r\n${cursor}\r\n*${keys.length}\r\n${keys.map((key) => `$${key.length}\r\n${key}\r\n`).join('')}`;

async function fill(client: RawClient, count: number): Promise<void> {
  await client.askAll(Array.from({ length: count }, (_, i) => ['SET', `key:${i}`, 'value']));
}

describe('SCAN', () => {
  it('is over at once in a database that is empty, whatever it has held', async () => {
    const client = await (await serve()).connect();
    await fill(client, 500);
    await client.ask('FLUSHALL');
    expect(await client.ask('SCAN', '0')).toBe(scanned('0', []));
  });

  it('is over at once where few keys are left', async () => {
    const client = await (await serve()).connect();
    await fill(client, 500);
    await client.askAll(Array.from({ length: 499 }, (_, i) => ['DEL', `key:${i}`]));
    expect(await client.ask('SCAN', '0')).toBe(scanned('0', ['key:499']));
  });

  it('tells no key twice when it comes in the same turn as the keys', async () => {
    const client = await (await serve()).connect();
    await fill(client, 100);
    await client.ask('FLUSHALL');
    const replies = await client.askAll([
      ['MSET', 'a', '1', 'b', '2', 'c', '3'],
      ['SCAN', '0'],
    ]);
    expect(replies[1]).toMatch(/^\*2\r\n\$1\r\n0\r\n\*3\r\n/);
    expect(replies[1]?.match(/[abc]/g)?.sort()).toEqual(['a', 'b', 'c']);
  });

  it('tells about as many keys as are asked for', async () => {
    const client = await (await serve()).connect();
    await fill(client, 500);
    const counts: number[] = [];
    let cursor = '0';
    do {
      const [, next, count] = /^\*2\r\n\$\d+\r\n(\d+)\r\n\*(\d+)/.exec(
        await client.ask('SCAN', cursor, 'COUNT', '50'),
      ) as unknown as [string, string, string];
      counts.push(Number(count));
      cursor = next;
    } while (cursor !== '0');
    expect(counts.reduce((sum, count) => sum + count)).toBe(500);
    expect(Math.max(...counts)).toBe(50);
  });
});

describe.each([
  ['HSCAN', 'HSET', 'HDEL', (name: string) => [name, 'v']],
  ['SSCAN', 'SADD', 'SREM', (name: string) => [name]],
  ['ZSCAN', 'ZADD', 'ZREM', (name: string) => ['1', name]],
])('%s', (scan, add, remove, elementOf) => {
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `name:${from + i}`);
  const step = scan === 'SSCAN' ? 1 : 2;

  /** The cursor, and the names. */
  async function piece(client: RawClient, cursor: string, ...options: string[]): Promise<[string, string[]]> {
    const reply = await client.ask(scan, 'key', cursor, ...options);
    const [next = '', ...told] = Array.from(
      reply.matchAll(/\$\d+\r\n(.*)\r\n/g),
      ([, text]) => text as string,
    );
    return [next, told.filter((_, at) => at % step === 0)];
  }

  /** `meanwhile` is done after each piece. */
  async function walk(client: RawClient, meanwhile: (at: number) => Promise<unknown>): Promise<string[][]> {
    const pieces: string[][] = [];
    let cursor = '0';
    do {
      const [next, told] = await piece(client, cursor, 'COUNT', '100');
      pieces.push(told);
      cursor = next;
      await meanwhile(pieces.length);
    } while (cursor !== '0');
    return pieces;
  }

  it('tells a large structure in pieces of about as many as are asked for', async () => {
    const client = await (await serve()).connect();
    await client.ask(add, 'key', ...names(0, 2000).flatMap(elementOf));
    const pieces = await walk(client, async () => undefined);
    expect(pieces).toHaveLength(20);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(110);
    expect(pieces.flat().sort()).toEqual(names(0, 2000).sort());
    expect((await piece(client, '0', 'COUNT', '5000'))[0]).toBe('0');
    expect((await piece(client, '0', 'MATCH', 'none'))[0]).not.toBe('0');
  });

  it('tells everything that is there all the while, and nothing that has gone, whatever else comes', async () => {
    // With a small cache it is another value in memory each time.
    for (const options of [{}, { cacheBytes: 1 }]) {
      const client = await (await serve(options)).connect();
      await client.ask(add, 'key', ...names(0, 2000).flatMap(elementOf));
      const gone = new Set<string>();
      const pieces = await walk(client, async (at) => {
        const leaving = names(20 * at, 20 * at + 20);
        await client.ask(remove, 'key', ...leaving);
        await client.ask(add, 'key', ...names(2000 * at, 2000 * at + 100).flatMap(elementOf));
        for (const name of leaving) gone.add(name);
        if (at < 10) expect((await piece(client, '0'))[1].some((name) => gone.has(name))).toBe(false);
      });
      const told = new Set(pieces.flat());
      expect(names(0, 2000).filter((name) => !told.has(name) && !gone.has(name))).toEqual([]);
    }
  });

  it('tells a small structure at once, whatever the cursor', async () => {
    const client = await (await serve()).connect();
    await client.ask(add, 'key', ...names(0, 9).flatMap(elementOf));
    expect((await piece(client, '0'))[1].sort()).toEqual(names(0, 9));
    // Of sets only those of numbers are compact.
    if (scan !== 'SSCAN') expect((await piece(client, '77', 'COUNT', '1'))[1].sort()).toEqual(names(0, 9));
  });
});
