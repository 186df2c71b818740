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
