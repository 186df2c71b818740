import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { MemoryFileSystem } from '../../../engine/fs/memory-file-system.ts';
import { open } from '../../../engine/open.ts';
import { RespServer } from '../resp-server.ts';
import { attach, wordsOf } from './attach.ts';
import { toldCases } from './cases/told.ts';
import { RawClient } from './raw-client.ts';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();

/** Ends what is told. */
const mark = 'SET end of it';

async function toldOf(
  requests: readonly string[],
  { before = [], clients = 1 }: { before?: readonly string[]; clients?: number } = {},
): Promise<string[]> {
  const { server, connect } = await serve();
  const all: RawClient[] = [];
  for (let count = 0; count < clients; count++) all.push(await connect());
  const [client] = all as [RawClient];
  await client.askAll(before.map(split));
  const { replica } = await attach(server.port);
  for (const request of requests) {
    const [, who, text] = /^(?:(\d)> )?(.*)$/.exec(request) as unknown as [
      string,
      string | undefined,
      string,
    ];
    const asking = (all[Number(who ?? 0)] as RawClient).ask(...split(text));
    if (who === undefined) await asking;
    else await client.ask('PING');
  }
  await client.askAll([['SELECT', '0'], mark.split(' ', 3)]);
  const told: string[] = [];
  for (;;) {
    const words = wordsOf(await replica.next());
    if (words === 'SET end of') break;
    told.push(words.replace(/\b\d{12,}\b/g, '*'));
  }
  return told.filter((words, at) => words !== 'SELECT 0' || at > 0);
}

const split = (text: string): string[] => text.split(' ');

describe('a replica is told', () => {
  it.each(Object.entries(toldCases))('%s', async (_, { before = [], requests, told }) => {
    expect(await toldOf(requests, { before, clients: 2 })).toEqual(told);
  });

  it('that a key has expired, before what else is done to it', async () => {
    // For the store no time goes by: it is the server that finds them.
    const { server, connect } = await serve({}, { fsync: 'no', now: () => 0 });
    const client = await connect();
    const { replica } = await attach(server.port);
    await client.askAll([
      ['SET', 'a', '5', 'PX', '1'],
      ['SET', 'b', '5', 'PX', '1'],
    ]);
    while ((await client.ask('EXISTS', 'a')) !== ':0\r\n');
    await client.askAll([
      ['INCR', 'a'],
      ['SETNX', 'b', '6'],
      ['SET', 'end', 'of'],
    ]);
    const told: string[] = [];
    while (told.at(-1) !== 'SET end of') told.push(wordsOf(await replica.next()));
    for (const [key, write] of [
      ['a', 'INCR a'],
      ['b', 'SETNX b 6'],
    ] as const) {
      expect(told.filter((words) => words === `DEL ${key}`)).toHaveLength(1);
      expect(told.indexOf(`DEL ${key}`)).toBeLessThan(told.indexOf(write));
    }
  });

  it('that keys have expired, where their database has gone to', async () => {
    const { server, connect } = await serve({}, { fsync: 'no', now: () => 0 });
    const client = await connect();
    const { replica } = await attach(server.port);
    await client.askAll([
      ['SET', 'a', '5', 'PX', '1'],
      ['SELECT', '1'],
      ['SET', 'b', '5', 'PX', '1'],
    ]);
    await wait(5);
    await client.askAll([
      ['SWAPDB', '0', '1'],
      ['GET', 'a'],
      ['SELECT', '0'],
      ['GET', 'b'],
      ['SET', 'end', 'of'],
    ]);
    const told: string[] = [];
    while (told.at(-1) !== 'SET end of') told.push(wordsOf(await replica.next()));
    expect(told.slice(told.indexOf('SWAPDB 0 1'))).toEqual([
      'SWAPDB 0 1',
      'DEL a',
      'SELECT 0',
      'DEL b',
      'SET end of',
    ]);
    expect(told.filter((words) => words.startsWith('DEL'))).toHaveLength(2);
  });

  it('that a compaction has left out a key that had expired', async () => {
    const clock = { aheadMs: 0 };
    const now = () => Date.now() + clock.aheadMs;
    // In memory a compaction takes so little time that the store's own expiry does not find the key before.
    const fileSystem = new MemoryFileSystem();
    const store = await open('/store', { fsync: 'no', now, fileSystem });
    const server = await RespServer.start(store, { port: 0 });
    const client = await RawClient.connect(server.port);
    await client.ask('SET', 'a', '5', 'PX', '10000');
    const { replica } = await attach(server.port);
    clock.aheadMs = 20_000;
    await store.snapshot();
    await client.askAll([
      ['INCR', 'a'],
      ['SET', 'end', 'of'],
    ]);
    const told: string[] = [];
    while (told.at(-1) !== 'SET end of') told.push(wordsOf(await replica.next()));
    expect(told.filter((words) => words.endsWith(' a'))).toEqual(['DEL a', 'INCR a']);
    client.close();
    replica.close();
    await server.close();
    await store.close();
  });

  it('one small command of a change to a long list', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    await client.ask('RPUSH', 'list', ...Array.from({ length: 100_000 }, (_, at) => `item ${at}`));
    const { replica } = await attach(server.port);
    await client.ask('LPUSH', 'list', 'x');
    await replica.next();
    expect(await replica.next()).toBe('*3\r\n$5\r\nLPUSH\r\n$4\r\nlist\r\n$1\r\nx\r\n');
  });

  it('what a key holds, where someone else has changed what a command did not see', async () => {
    const { server, store, connect } = await serve();
    const client = await connect();
    await client.ask('SET', 'a', '1');
    const { replica } = await attach(server.port);
    // Both are on their way before the server can know of the other one.
    await Promise.all([store.set('a', '100'), client.ask('INCR', 'a')]);
    await client.ask('SET', 'end', 'of');
    const told: string[] = [];
    while (told.at(-1) !== 'SET end of') told.push(wordsOf(await replica.next()));
    const value = /\r\n(\d+)\r\n/.exec(await client.ask('GET', 'a'))?.[1];
    const last = told.filter((words) => / a\b/.test(words)).at(-1);
    expect([`SET a ${value}`, 'INCR a']).toContain(last);
    if (last === 'INCR a') expect(told).toContain(`SET a ${Number(value) - 1}`);
  });
});
