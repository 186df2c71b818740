import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestsOf } from './cases/requests.ts';
import type { RawClient } from './raw-client.ts';
import { servedDirectories } from './served.ts';
import { hasRedis7, TwoServers } from './two-servers.ts';

const serve = servedDirectories();

/** What one client says that keeps what it reads, and what another one (`>`) changes meanwhile. */
const cases: Readonly<Record<string, string>> = {
  'what was read': `
    CLIENT TRACKING ON
    GET a
    MGET b c
    > SET a 1
    > SET a 2
    > MSET b 1 c 1 d 1
    SET a 3
    GET a
    SET a 4
    GET a
    GET b
    > FLUSHALL
    GET a
    FLUSHDB
    CLIENT TRACKINGINFO
    GET a
    CLIENT TRACKING OFF
    > SET a 5
    CLIENT TRACKINGINFO`,
  'that everything is gone, though nothing was read': `
    CLIENT TRACKING ON
    FLUSHDB
    SET a 1
    > FLUSHDB
    > FLUSHALL
    CLIENT TRACKING ON NOLOOP
    FLUSHALL
    CLIENT TRACKING OFF
    FLUSHALL
    CLIENT TRACKING ON OPTIN
    > FLUSHALL
    CLIENT TRACKING OFF
    CLIENT TRACKING ON BCAST PREFIX a
    > FLUSHALL`,
  'transactions, and what is not told to whom it comes from': `
    CLIENT TRACKING ON NOLOOP
    GET a
    SET a 1
    GET a
    > SET a 2
    MULTI
    GET a
    SET b 1
    GET b
    EXEC
    > DEL a b
    CLIENT TRACKINGINFO`,
  'what is asked for': `
    CLIENT TRACKING ON OPTIN
    GET a
    > SET a 1
    CLIENT CACHING YES
    CLIENT TRACKINGINFO
    GET a
    GET b
    > SET a 2
    > SET b 2
    CLIENT CACHING YES
    MULTI
    GET a
    GET b
    EXEC
    > MSET a 1 b 2
    CLIENT CACHING NO`,
  'all but what is not': `
    CLIENT TRACKING ON OPTOUT
    CLIENT CACHING NO
    CLIENT TRACKINGINFO
    GET a
    GET b
    > SET a 2
    > SET b 2
    CLIENT CACHING YES`,
  'prefixes, read or not': `
    CLIENT TRACKING ON BCAST PREFIX user: PREFIX order:
    > SET user:1 1
    > SET other 1
    > MSET order:2 1 order:1 1 user:3 2
    SET user:2 1
    CLIENT TRACKING ON BCAST PREFIX user:9
    CLIENT TRACKING ON BCAST PREFIX item: PREFIX item:1
    CLIENT TRACKING ON BCAST PREFIX item:
    CLIENT TRACKING ON
    > SET item:1 1
    CLIENT TRACKINGINFO
    > FLUSHALL`,
  'prefixes without a loop': `
    CLIENT TRACKING ON BCAST NOLOOP
    SET a 1
    > SET a 2
    > LPUSH list 1
    LPOP list
    CLIENT TRACKINGINFO`,
  'what has expired, with prefixes even to whoever meets it and is deaf to itself': `
    DEBUG SET-ACTIVE-EXPIRE 0
    CLIENT TRACKING ON NOLOOP
    SET a 1 PX 20
    GET a
    DEBUG SLEEP 0.03
    GET a
    CLIENT TRACKING OFF
    CLIENT TRACKING ON BCAST NOLOOP
    SET a 1 PX 20
    DEBUG SLEEP 0.03
    GET a
    DEBUG SET-ACTIVE-EXPIRE 1`,
  'what makes no sense': `
    CLIENT CACHING YES
    CLIENT TRACKING
    CLIENT TRACKING MAYBE
    CLIENT TRACKING ON FOO
    CLIENT TRACKING ON PREFIX a
    CLIENT TRACKING ON BCAST OPTIN
    CLIENT TRACKING ON OPTIN OPTOUT
    CLIENT TRACKING ON REDIRECT 99999999
    CLIENT TRACKING ON REDIRECT x
    CLIENT TRACKING ON OPTIN
    CLIENT TRACKING ON OPTOUT
    CLIENT TRACKING ON BCAST
    CLIENT CACHING
    CLIENT CACHING MAYBE
    CLIENT TRACKINGINFO x
    CLIENT GETREDIR`,
};

/** Everything that the client gets, in its order; after each step comes an answer to a PING of its own. */
async function heard(
  steps: readonly (readonly string[])[],
  client: RawClient,
  other: RawClient,
): Promise<string[]> {
  const told: string[] = [];
  const until = async (last: string): Promise<void> => {
    client.send(`PING ${last}\r\n`);
    for (let reply = await client.next(); !reply.includes(last); reply = await client.next())
      told.push(reply);
  };
  let isInTransaction = false;
  await other.ask('FLUSHALL');
  await client.ask('HELLO', '3');
  for (const [index, step] of steps.entries()) {
    if (step[0] === '>') {
      await other.ask(...step.slice(1));
      // What is told of a turn comes at its end.
      await other.ask('PING');
    } else client.send(`${step.join(' ')}\r\n`);
    isInTransaction = step[0] === 'MULTI' || (isInTransaction && step[0] !== 'EXEC');
    if (!isInTransaction) await until(`step-${index}.`);
  }
  return told;
}

describe.runIf(hasRedis7)('CLIENT TRACKING', () => {
  let servers: TwoServers;
  beforeAll(async () => {
    servers = await TwoServers.start();
  });
  afterAll(() => servers.stop());

  it.each(Object.keys(cases))('tells as a real redis-server does: %s', async (name) => {
    const [clients, others] = [await servers.connect(), await servers.connect()];
    const steps = requestsOf(cases[name] as string);
    const [real, ours] = await Promise.all([
      heard(steps, clients.real, others.real),
      heard(steps, clients.ours, others.ours),
    ]);
    expect(ours).toEqual(real);
    clients.close();
    others.close();
  });
});

it('tells another client where that is asked for, and when that one has gone', async () => {
  const { connect } = await serve();
  const [reader, listener, writer] = [await connect(), await connect(), await connect()];
  const [, id] = (await listener.ask('CLIENT', 'ID')).match(/:(\d+)/) as RegExpMatchArray;
  await listener.ask('SUBSCRIBE', '__redis__:invalidate');
  await reader.askAll([
    ['CLIENT', 'TRACKING', 'ON', 'REDIRECT', id as string],
    ['GET', 'a'],
  ]);
  await writer.ask('SET', 'a', '1');
  expect(await listener.next()).toBe(
    '*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n*1\r\n$1\r\na\r\n',
  );
  expect(await reader.ask('CLIENT', 'GETREDIR')).toBe(`:${id}\r\n`);
  await reader.ask('GET', 'a');
  listener.close();
  while ((await writer.ask('CLIENT', 'LIST', 'ID', id as string)) !== '$0\r\n\r\n');
  await writer.ask('SET', 'a', '2');
  expect(await reader.ask('CLIENT', 'TRACKINGINFO')).toContain('broken_redirect');
});

it('tells that keys have expired, and that the app has written beside the server', async () => {
  const { connect, store } = await serve();
  const [reader, other] = [await connect(), await connect()];
  await reader.askAll([
    ['HELLO', '3'],
    ['CLIENT', 'TRACKING', 'ON'],
    ['SET', 'a', '1', 'PX', '20'],
    ['GET', 'a'],
  ]);
  expect(await reader.next()).toBe('>2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n');
  await reader.ask('GET', 'b');
  await store.set('b', 'by the app');
  await other.ask('PING');
  expect(await reader.next()).toBe('>2\r\n$10\r\ninvalidate\r\n_\r\n');
});

it('gives up what was read longest ago where there is too much', async () => {
  const reader = await (await serve()).connect();
  await reader.askAll([
    ['HELLO', '3'],
    ['CONFIG', 'SET', 'tracking-table-max-keys', '1'],
    ['CLIENT', 'TRACKING', 'ON'],
    ['GET', 'a'],
  ]);
  reader.send('GET b\r\n');
  expect([await reader.next(), await reader.next()].sort()).toEqual([
    '>2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n',
    '_\r\n',
  ]);
  expect(await reader.ask('INFO', 'stats')).toContain('tracking_total_keys:1\r\n');
});
