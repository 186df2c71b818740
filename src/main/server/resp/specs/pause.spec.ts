import { describe, expect, it } from 'vitest';
import type { RawClient } from './raw-client.ts';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();

const ok = '+OK\r\n';

/** Resolves once so many clients wait. */
async function untilWaiting(client: RawClient, count: number): Promise<void> {
  while (!(await client.ask('INFO', 'clients')).includes(`blocked_clients:${count}\r\n`));
}

describe('CLIENT PAUSE', () => {
  it('holds what writes, and nothing else, until it is taken back', async () => {
    const { connect } = await serve();
    const [boss, writer, reader, publisher] = [
      await connect(),
      await connect(),
      await connect(),
      await connect(),
    ];
    await boss.ask('SET', 'a', '1');
    expect(await boss.ask('CLIENT', 'PAUSE', '100000', 'WRITE')).toBe(ok);
    const written = writer.askAll([
      ['SET', 'a', '2'],
      ['GET', 'a'],
    ]);
    const told = publisher.ask('PUBLISH', 'channel', 'message');
    await untilWaiting(boss, 2);
    expect(await reader.askAll([['GET', 'a'], ['PING'], ['MULTI'], ['GET', 'a'], ['EXEC']])).toEqual([
      '$1\r\n1\r\n',
      '+PONG\r\n',
      ok,
      '+QUEUED\r\n',
      '*1\r\n$1\r\n1\r\n',
    ]);
    // What could never be run is refused at once.
    expect(await reader.ask('SET', 'a')).toMatch(/^-ERR wrong number/);
    expect(await boss.ask('CLIENT', 'LIST')).toMatch(/flags=b .*\n/);
    expect(await boss.ask('CLIENT', 'UNPAUSE')).toBe(ok);
    expect(await written).toEqual([ok, '$1\r\n2\r\n']);
    expect(await told).toBe(':0\r\n');
    await untilWaiting(boss, 0);
  });

  it('holds a transaction that writes, as a whole, and lets the one that began it come to its end', async () => {
    const { connect } = await serve();
    const [boss, writer] = [await connect(), await connect()];
    await writer.askAll([['MULTI'], ['SET', 'a', '1']]);
    await boss.askAll([['MULTI'], ['CLIENT', 'PAUSE', '100000', 'WRITE'], ['SET', 'b', '1']]);
    expect(await boss.ask('EXEC')).toBe(`*2\r\n${ok}${ok}`);
    const done = writer.ask('EXEC');
    await untilWaiting(boss, 1);
    expect(await boss.ask('EXISTS', 'a', 'b')).toBe(':1\r\n');
    await boss.ask('CLIENT', 'UNPAUSE');
    expect(await done).toBe(`*1\r\n${ok}`);
  });

  it('holds everything where that is asked for, and ends by itself', async () => {
    const { connect } = await serve();
    const [boss, reader] = [await connect(), await connect()];
    await boss.ask('CLIENT', 'PAUSE', '60');
    const began = performance.now();
    expect(await reader.ask('PING')).toBe('+PONG\r\n');
    expect(performance.now() - began).toBeGreaterThan(30);
  });

  it('is not made shorter or milder by another', async () => {
    const { connect } = await serve();
    const [boss, writer] = [await connect(), await connect()];
    await boss.askAll([
      ['CLIENT', 'PAUSE', '100000', 'WRITE'],
      ['CLIENT', 'PAUSE', '1', 'WRITE'],
    ]);
    await new Promise((next) => setTimeout(next, 20));
    const written = writer.ask('SET', 'a', '1');
    await untilWaiting(boss, 1);
    await boss.ask('CLIENT', 'UNPAUSE');
    expect(await written).toBe(ok);
  });

  it('keeps keys from expiring, though nobody finds them any more', async () => {
    const { connect } = await serve();
    const client = await connect();
    const expired = async (): Promise<string> =>
      /expired_keys:\d+/.exec(await client.ask('INFO', 'stats'))?.[0] as string;
    await client.askAll([
      ['SET', 'a', '1', 'PX', '10'],
      ['SET', 'b', '1', 'PX', '10'],
      ['CLIENT', 'PAUSE', '100000', 'WRITE'],
    ]);
    while ((await client.ask('EXISTS', 'a', 'b')) !== ':0\r\n');
    expect(await expired()).toBe('expired_keys:0');
    await client.askAll([
      ['CLIENT', 'UNPAUSE'],
      ['GET', 'a'],
      ['GET', 'b'],
    ]);
    expect(await expired()).toBe('expired_keys:2');
  });

  it('forgets who has gone meanwhile', async () => {
    const { connect } = await serve();
    const [boss, writer] = [await connect(), await connect()];
    await boss.ask('CLIENT', 'PAUSE', '100000', 'WRITE');
    writer.send('SET a 1\r\n');
    await untilWaiting(boss, 1);
    writer.close();
    await untilWaiting(boss, 0);
    await boss.ask('CLIENT', 'UNPAUSE');
    expect(await boss.ask('EXISTS', 'a')).toBe(':0\r\n');
  });
});
