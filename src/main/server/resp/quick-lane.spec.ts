import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Command } from './commands/command.ts';
import { encodeRequest, type RawClient } from './specs/raw-client.ts';
import { type Served, servedDirectories } from './specs/served.ts';

const serve = servedDirectories();
const runs = process.env.WALSCOPE_LONG === '1' ? 5000 : 120;

const key = fc.constantFrom(
  'a',
  'b',
  'c',
  'key:000000000001',
  '',
  '\0db',
  '\0db\x01x',
  'k\xff',
  'k'.repeat(120),
);
const value = fc.oneof(
  fc.constantFrom('', '1', 'x', '\r\n', '+OK', 'a\xff\0', '$3\r\nSET\r\n'),
  fc.integer({ min: 0, max: 1100 }).map((length) => 'v'.repeat(length)),
  fc.constantFrom(4095, 4096, 4097, 12_000).map((length) => 'w'.repeat(length)),
);
const quick = fc.oneof(
  fc.tuple(fc.constantFrom('SET', 'set', 'sEt'), key, value),
  fc.tuple(fc.constantFrom('GET', 'get', 'Get'), key),
);
const other = fc.oneof(
  fc.tuple(fc.constant('SET'), key, value, fc.constantFrom('NX', 'XX', 'GET', 'KEEPTTL', 'NONSENSE')),
  fc.tuple(fc.constant('SET'), key, value, fc.constant('EXAT'), fc.constant('9000000000')),
  fc.tuple(fc.constantFrom('DEL', 'INCR', 'LPOP', 'STRLEN', 'TYPE', 'PERSIST', 'WATCH', 'SET', 'GET'), key),
  fc.tuple(fc.constantFrom('APPEND', 'LPUSH', 'GETSET', 'SETNX', 'RENAME', 'GET'), key, value),
  fc.tuple(fc.constant('PEXPIREAT'), key, fc.constantFrom('1', '9000000000000')),
  fc.tuple(fc.constantFrom('MULTI', 'EXEC', 'DISCARD', 'DBSIZE', 'RESET', 'FLUSHALL')),
  fc.tuple(fc.constant('SELECT'), fc.constantFrom('0', '1', '99')),
  fc.tuple(fc.constant('HELLO'), fc.constantFrom('2', '3', '4')),
  fc.tuple(fc.constantFrom('SUBSCRIBE', 'UNSUBSCRIBE'), fc.constant('channel')),
  fc.tuple(fc.constant('CONFIG'), fc.constant('SET'), fc.constant('maxmemory'), fc.constantFrom('0', '1')),
  fc.tuple(
    fc.constant('CONFIG'),
    fc.constant('SET'),
    fc.constant('slowlog-log-slower-than'),
    fc.constantFrom('-1', '0'),
  ),
  fc.tuple(
    fc.constant('CONFIG'),
    fc.constant('SET'),
    fc.constant('notify-keyspace-events'),
    fc.constantFrom('', 'KEA', 'Km'),
  ),
  fc.tuple(fc.constant('PSUBSCRIBE'), fc.constant('__key*')),
  fc.tuple(fc.constant('CLIENT'), fc.constant('TRACKING'), fc.constantFrom('ON', 'OFF')),
);
/** What a client need not send in the usual form, or the protocol does not allow. */
const odd = fc.constantFrom('GET a\r\n', 'set b 2\r\n', '\r\n', '*0\r\n', '*2\r\n$03\r\nGET\r\n$01\r\na\r\n');
const hopeless = fc.constantFrom(
  '*2\r\n$3\r\nGET\r\n$-1\r\n',
  '*3\r\n$3\r\nSET\r\n:1\r\n',
  '*2\r\n$3\r\nGET\r\n$x\r\n',
);
const piece = fc.oneof(
  { weight: 12, arbitrary: quick.map((args) => encodeRequest(args)) },
  { weight: 4, arbitrary: other.map((args) => encodeRequest(args)) },
  { weight: 1, arbitrary: odd },
);
const pipeline = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 60 }), fc.option(hopeless, { freq: 8 }))
  .map(([pieces, end]) => pieces.join('') + (end ?? ''));

/** What a client is told from its first byte to its last. */
async function answersTo(client: RawClient, bytes: string, cuts: readonly number[]): Promise<string> {
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    client.send(bytes.slice(from, cut));
    from = cut;
    // Else the pieces would come together.
    await new Promise((resolve) => setImmediate(resolve));
  }
  client.socket.end();
  return client.untilEnd();
}

/** What there is in all databases, and what was counted on the way. */
async function stateOf({ server, store }: Served): Promise<unknown> {
  const { commands, hits, misses, errors } = server.stats;
  const calls = ['get', 'set'].map((name) => server.stats.of(server.commands.get(name) as Command).calls);
  const stored: unknown[] = [];
  for await (const { key, value, expireAt, type } of store.scan())
    stored.push([Buffer.from(key).toString('latin1'), Buffer.from(value).toString('latin1'), expireAt, type]);
  return { stored, commands, calls, hits, misses, errors, changes: server.keyspace.changes };
}

it.each([
  ['all that was used stays in memory', 256 * 1024 * 1024],
  ['nothing stays in memory for long', 1],
])(
  'answers and does what the general way does, however the network cuts it, when %s',
  { timeout: 600_000 },
  async (_, cacheBytes) => {
    const [short, general] = [await serve({ cacheBytes }), await serve({ cacheBytes })];
    // Whoever is told of each command closes the short way.
    general.server.watch(() => undefined);
    const property = fc.asyncProperty(
      fc.array(pipeline, { minLength: 1, maxLength: 3 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
      async (pipelines, shares) => {
        for (const { connect } of [short, general]) {
          const client = await connect();
          await client.askAll([
            ['CONFIG', 'SET', 'maxmemory', '0'],
            ['CONFIG', 'SET', 'slowlog-log-slower-than', '10000'],
            ['CONFIG', 'SET', 'notify-keyspace-events', ''],
            ['FLUSHALL'],
          ]);
          client.close();
        }
        for (const bytes of pipelines) {
          const cuts = shares.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b);
          const [one, other] = await Promise.all(
            [short, general].map(async ({ connect }) => answersTo(await connect(), bytes, cuts)),
          );
          expect(withoutIds(one as string)).toBe(withoutIds(other as string));
        }
        expect(await stateOf(short)).toEqual(await stateOf(general));
      },
    );
    await fc.assert(property, { numRuns: runs });
  },
);

/** HELLO tells each client its number. */
const withoutIds = (answers: string): string => answers.replace(/id\r\n:\d+/g, 'id\r\n:n');

it('wakes those who wait for the key, and breaks the transactions of those who watch it', async () => {
  const { connect } = await serve();
  const [waiting, watching, client] = [await connect(), await connect(), await connect()];
  await client.ask('SET', 'key', '1');
  await watching.ask('WATCH', 'key');
  await watching.ask('MULTI');
  waiting.send(encodeRequest(['XREAD', 'BLOCK', '0', 'STREAMS', 'stream', '$']));
  waiting.send(encodeRequest(['PING']));
  await client.ask('SET', 'key', '2');
  expect(await watching.ask('EXEC')).toBe('*-1\r\n');
  await client.ask('XADD', 'stream', '1-1', 'field', 'value');
  expect(await waiting.next()).toContain('1-1');
  expect(await waiting.next()).toBe('+PONG\r\n');
});

it('goes on where it was when a set wakes someone whose requests go the same way', async () => {
  const { connect } = await serve();
  const [waiting, other] = [await connect(), await connect()];
  await other.askAll([
    ['XADD', 's', '1-1', 'f', 'v'],
    ['XGROUP', 'CREATE', 's', 'g', '$'],
  ]);
  const requests = (...each: string[][]) => each.map((args) => encodeRequest(args)).join('');
  waiting.send(
    requests(
      ['XREADGROUP', 'GROUP', 'g', 'c', 'BLOCK', '0', 'STREAMS', 's', '>'],
      ['SET', 'mine', '1'],
      ['SET', 'mine', '2'],
      ['GET', 'mine'],
    ),
  );
  while (!(await other.ask('INFO', 'clients')).includes('blocked_clients:1'));
  other.send(
    requests(['SET', 's', 'a'], ['SET', 't', 'b'], ['GET', 's'], ['GET', 't'], ['DEL', 's'], ['GET', 's']),
  );
  other.socket.end();
  waiting.socket.end();
  expect(await other.untilEnd()).toBe('+OK\r\n+OK\r\n$1\r\na\r\n$1\r\nb\r\n:1\r\n$-1\r\n');
  expect(await waiting.untilEnd()).toMatch(/^-UNBLOCKED .*\r\n\+OK\r\n\+OK\r\n\$1\r\n2\r\n$/);
});

it('is not open before the password is known', async () => {
  const { connect } = await serve({ password: 'secret' });
  const client = await connect();
  expect(await client.ask('SET', 'key', '1')).toBe('-NOAUTH Authentication required.\r\n');
  await client.ask('AUTH', 'secret');
  expect(await client.ask('SET', 'key', '1')).toBe('+OK\r\n');
  expect(await client.ask('GET', 'key')).toBe('$1\r\n1\r\n');
});

it('finds each of many keys, looking ahead or not', async () => {
  const { connect } = await serve();
  const client = await connect();
  const keys = Array.from({ length: 10_000 }, (_, i) => `key:${(i * 7919) % 10_000}`);
  const set = keys.map((name) => ['SET', name, `value of ${name}`]);
  expect(new Set(await client.askAll(set))).toEqual(new Set(['+OK\r\n']));
  // Something else now and then, and some that are not there.
  const asked = keys.map((name, i) =>
    i % 9 === 0 ? ['STRLEN', name] : i % 7 === 0 ? ['GET', `no ${name}`] : ['GET', name],
  );
  const expected = asked.map(([command, name = '']) => {
    const value = `value of ${name}`;
    if (command === 'STRLEN') return `:${value.length}\r\n`;
    return name.startsWith('no ') ? '$-1\r\n' : `$${value.length}\r\n${value}\r\n`;
  });
  expect(await client.askAll(asked)).toEqual(expected);
  expect(await client.ask('DBSIZE')).toBe(':10000\r\n');
});
