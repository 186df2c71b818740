import { describe, expect, it } from 'vitest';
import { MemoryFileSystem } from '../../../engine/fs/memory-file-system.ts';
import { open } from '../../../engine/open.ts';
import { RespServer } from '../resp-server.ts';
import { attach, wordsOf } from './attach.ts';
import { RawClient } from './raw-client.ts';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();

/** Ends what is told. */
const mark = 'SET end of it';

/** What a replica is told of the requests; `*` stands for a number that nobody can know. */
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

const cases: Record<string, { before?: string[]; requests: string[]; told: string[] }> = {
  'what changes something, in its own words': {
    requests: ['set a 1', 'INCR a', 'APPEND a x', 'mset b 1 c 2', 'RENAME b d', 'COPY c e', 'DEL d c'],
    told: ['set a 1', 'INCR a', 'APPEND a x', 'mset b 1 c 2', 'RENAME b d', 'COPY c e', 'DEL d c'],
  },
  'nothing that changes nothing': {
    before: ['SET a 1', 'SADD s m', 'HSET h f v', 'ZADD z 1 m'],
    requests: [
      ...['DEL b', 'SETNX a 2', 'SET a 2 NX', 'PERSIST a', 'EXPIRE b 10', 'GET a', 'GETEX a', 'INCR s'],
      ...['SADD s m', 'SREM s x', 'HDEL h x', 'HSETNX h f w', 'ZADD z 1 m', 'ZREM z x', 'LPUSHX l x'],
      ...['SPOP none', 'LMPOP 1 none LEFT', 'BLPOP none 0.01', 'XTRIM none MAXLEN 0', 'MOVE none 1'],
    ],
    told: [],
  },
  'relative deadlines as absolute ones': {
    requests: [
      ...['SET a v EX 200', 'SET a v px 100000', 'SET a v GET EXAT 9999999999', 'SETEX a 100 v'],
      ...['PSETEX a 100000 v', 'EXPIRE a 100', 'PEXPIRE a 200000 GT', 'EXPIREAT a 9999999999 gt'],
      ...['GETEX a EX 100', 'GETEX a PXAT 9999999999999', 'GETEX a PERSIST', 'SET a w KEEPTTL GET'],
    ],
    told: [
      ...['SET a v PXAT *', 'SET a v PXAT *', 'SET a v PXAT *', 'SET a v PXAT *', 'SET a v PXAT *'],
      ...['PEXPIREAT a *', 'PEXPIREAT a * GT', 'PEXPIREAT a * gt'],
      ...['PEXPIREAT a *', 'PEXPIREAT a *', 'PERSIST a', 'SET a w KEEPTTL'],
    ],
  },
  'deadlines that have passed as deletions': {
    before: ['MSET a 1 b 1 c 1'],
    requests: ['EXPIRE a -1', 'PEXPIREAT b 1', 'GETEX c EXAT 1'],
    told: ['DEL a', 'DEL b', 'DEL c'],
  },
  'what adds floats by its sum, and other strings as what is left of them': {
    before: ['SET a 1', 'HSET h f 1', 'SET b x'],
    requests: ['INCRBYFLOAT a 0.5', 'HINCRBYFLOAT h f 1.25', 'GETSET b y', 'GETDEL b'],
    told: ['SET a 1.5 KEEPTTL', 'HSET h f 2.25', 'SET b y', 'DEL b'],
  },
  'members by chance as those that it fell on': {
    before: ['SADD s m', 'SADD all 1 2 3', 'SADD one x'],
    requests: ['SPOP s', 'SPOP all 5', 'SPOP one 0'],
    told: ['SREM s m', 'DEL all'],
  },
  'pops from one of many by what was popped': {
    before: ['RPUSH l a b c', 'ZADD z 1 a 2 b 3 c'],
    requests: [
      ...[
        'LMPOP 2 none l LEFT COUNT 2',
        'LMPOP 1 l RIGHT COUNT 9',
        'ZMPOP 1 z MAX',
        'ZMPOP 2 x z MIN COUNT 5',
      ],
    ],
    told: ['LPOP l 2', 'RPOP l 1', 'ZPOPMAX z 1', 'ZPOPMIN z 2'],
  },
  'blocking commands that need not wait as plain ones': {
    before: ['RPUSH l a b c d e', 'ZADD z 1 a 2 b 3 c'],
    requests: [
      ...['BLPOP none l 0', 'BRPOP l 0', 'BLMPOP 0 1 l LEFT COUNT 1', 'BLMOVE l m LEFT right 0'],
      ...['BRPOPLPUSH m l 0', 'BZPOPMIN z 0', 'BZPOPMAX z 0', 'BZMPOP 0 1 z MIN COUNT 4'],
    ],
    told: [
      ...['LPOP l', 'RPOP l', 'LPOP l 1', 'LMOVE l m LEFT right', 'RPOPLPUSH m l'],
      ...['ZPOPMIN z', 'ZPOPMAX z', 'ZPOPMIN z 1'],
    ],
  },
  'blocking commands that have waited behind what they waited for': {
    requests: [
      '1> BLPOP l 0',
      'RPUSH l a',
      '1> BLMOVE l m LEFT LEFT 0',
      'RPUSH l b',
      '1> BZMPOP 0 1 z MAX',
      'ZADD z 1 a',
    ],
    told: ['RPUSH l a', 'LPOP l', 'RPUSH l b', 'LMOVE l m LEFT LEFT', 'ZADD z 1 a', 'ZPOPMAX z 1'],
  },
  'ids that are chosen, and bounds that are not exact, as what they are': {
    requests: [
      ...[
        'XADD s * f v',
        'XADD t 5-* f v',
        'XADD t MAXLEN ~ 1 LIMIT 0 NOMKSTREAM 6-1 f v',
        'XADD t MAXLEN = 1 7-1 f v',
      ],
      'XADD t MINID ~ 0 8-1 f v',
    ],
    told: [
      ...[
        'XADD s *-0 f v',
        'XADD t 5-0 f v',
        'XADD t MAXLEN = 2 LIMIT 0 NOMKSTREAM 6-1 f v',
        'XADD t MAXLEN = 1 7-1 f v',
      ],
      'XADD t MINID = 7-1 8-1 f v',
    ],
  },
  'reads of groups as what is pending': {
    before: ['XADD s 1-1 f v', 'XADD s 2-1 f v', 'XADD s 3-1 f v'],
    requests: [
      ...[
        'XGROUP CREATE s g 0',
        'XREADGROUP GROUP g c COUNT 1 STREAMS s >',
        'XREADGROUP GROUP g d NOACK COUNT 1 STREAMS s >',
      ],
      ...[
        'XREADGROUP GROUP g c STREAMS s 0',
        'XREADGROUP GROUP g e STREAMS s 0',
        'XCLAIM s g d 0 1-1 JUSTID',
      ],
      ...[
        'XAUTOCLAIM s g c 0 0',
        'XDEL s 1-1',
        'XCLAIM s g d 0 1-1',
        'XCLAIM s g d 0 9-9 LASTID 3-1',
        'XACK s g 1-1',
      ],
    ],
    told: [
      'XGROUP CREATE s g 0',
      'XCLAIM s g c 0 1-1 TIME * RETRYCOUNT 1 FORCE JUSTID LASTID 1-1',
      ...['MULTI', 'XGROUP CREATECONSUMER s g d', 'XGROUP SETID s g 2-1 ENTRIESREAD 2', 'EXEC'],
      'XCLAIM s g c 0 1-1 TIME * RETRYCOUNT 2 FORCE JUSTID LASTID 2-1',
      'XGROUP CREATECONSUMER s g e',
      'XCLAIM s g d 0 1-1 TIME * RETRYCOUNT 2 FORCE JUSTID LASTID 2-1',
      'XCLAIM s g c 0 1-1 TIME * RETRYCOUNT 3 FORCE JUSTID LASTID 2-1',
      'XDEL s 1-1',
      'XCLAIM s g c 0 1-1 TIME * RETRYCOUNT 3 FORCE JUSTID LASTID 2-1',
      'XGROUP SETID s g 3-1 ENTRIESREAD 2',
    ],
  },
  'transactions as such, if more than one command of them changes something': {
    requests: [
      ...['MULTI', 'SET a 1', 'GET a', 'EXEC', 'MULTI', 'GET a', 'EXEC', 'MULTI', 'EXEC'],
      ...[
        'MULTI',
        'SELECT 1',
        'SET b 1',
        'GET b',
        'SELECT 2',
        'INCR c',
        'DEL none',
        'EXEC',
        'MULTI',
        'SET d 1',
        'DISCARD',
      ],
    ],
    told: ['SET a 1', 'SELECT 1', 'MULTI', 'SET b 1', 'SELECT 2', 'INCR c', 'EXEC', 'SELECT 0'],
  },
  'what concerns several databases': {
    before: ['SET a 1', 'SET b 1'],
    requests: [
      'MOVE a 3',
      'COPY b c DB 4',
      'SWAPDB 0 3',
      'SELECT 3',
      'GET b',
      'FLUSHDB',
      'FLUSHALL',
      'FLUSHALL ASYNC',
    ],
    told: [
      'MOVE a 3',
      'COPY b c DB 4',
      'SWAPDB 0 3',
      'SELECT 3',
      'FLUSHDB',
      'FLUSHALL',
      'FLUSHALL ASYNC',
      'SELECT 0',
    ],
  },
  'messages to channels': {
    requests: ['PUBLISH channel hello', 'MULTI', 'PUBLISH channel a', 'SPUBLISH shard b', 'EXEC'],
    told: ['PUBLISH channel hello', 'MULTI', 'PUBLISH channel a', 'SPUBLISH shard b', 'EXEC'],
  },
  'sorted lists, those by what is not in them element by element': {
    before: ['RPUSH l 3 1 2', 'MSET w1 x w2 x w3 y'],
    requests: ['SORT l STORE s', 'SORT l BY w* ALPHA STORE t', 'SORT none BY w* ALPHA STORE t'],
    told: ['SORT l STORE s', 'MULTI', 'DEL t', 'RPUSH t 1 2 3', 'EXEC', 'DEL t'],
  },
};

describe('a replica is told', () => {
  it.each(Object.entries(cases))('%s', async (_, { before = [], requests, told }) => {
    expect(await toldOf(requests, { before, clients: 2 })).toEqual(told);
  });

  it('that a key has expired, before what else is done to it', async () => {
    const { server, connect } = await serve();
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
