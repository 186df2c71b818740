import { describe, expect, it } from 'vitest';
import type { RawClient } from '../specs/raw-client.ts';
import { servedDirectories } from '../specs/served.ts';

const serve = servedDirectories();

/** Sets keys in a database, every tenth with a deadline. */
async function fill(client: RawClient, db: number, count: number): Promise<void> {
  const requests = Array.from({ length: count }, (_, i) => [
    'SET',
    `key:${i}`,
    'value',
    ...(i % 10 === 0 ? ['EX', '1000'] : []),
  ]);
  await client.askAll([['SELECT', String(db)], ...requests]);
}

async function told(client: RawClient): Promise<string[]> {
  return (await client.ask('INFO', 'keyspace')).split('\r\n').filter((line) => line.startsWith('db'));
}

describe('INFO keyspace', () => {
  it('counts few keys one by one', async () => {
    const client = await (await serve()).connect();
    await fill(client, 0, 100);
    await fill(client, 3, 50);
    expect(await told(client)).toEqual([
      'db0:keys=100,expires=10,avg_ttl=0',
      'db3:keys=50,expires=5,avg_ttl=0',
    ]);
    await client.ask('FLUSHDB');
    expect(await told(client)).toEqual(['db0:keys=100,expires=10,avg_ttl=0']);
  });

  it('counts many keys beside the clients, and tells a guess until then', async () => {
    const client = await (await serve()).connect();
    await fill(client, 0, 9000);
    const [guess] = await told(client);
    expect(guess).toMatch(/^db0:keys=9000,expires=(8|9)\d\d,/);
    await fill(client, 5, 10);
    const exact = ['db0:keys=9000,expires=900,avg_ttl=0', 'db5:keys=10,expires=1,avg_ttl=0'];
    await expect.poll(() => told(client), { timeout: 20_000 }).toEqual(exact);
  });
});
