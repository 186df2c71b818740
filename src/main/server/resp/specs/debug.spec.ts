import { expect, it } from 'vitest';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();

it('leaves keys that have expired to those who ask for them, if told so', async () => {
  const { connect, store, server } = await serve();
  const client = await connect();
  expect(await client.ask('DEBUG', 'SET-ACTIVE-EXPIRE', '0')).toBe('+OK\r\n');
  await client.ask('SET', 'kept', '1', 'PX', '1');
  await client.ask('DEBUG', 'RELOAD');
  // Another one, whose end the store itself would have brought with it.
  await client.ask('SET', 'other', '1', 'PX', '150');
  while (store.locate('other') !== null) await client.ask('PING');
  expect(await client.ask('DBSIZE')).toBe(':2\r\n');
  expect(await client.ask('MGET', 'kept', 'other')).toBe('*2\r\n$-1\r\n$-1\r\n');
  expect(await client.ask('DBSIZE')).toBe(':0\r\n');
  await client.ask('SET', 'gone', '1', 'PX', '1');
  await client.ask('DEBUG', 'SET-ACTIVE-EXPIRE', '1');
  await expect.poll(() => store.stats().keys).toBe(0);
  expect(server.keyspace.expiry.found).toBe(3);
});

it('sleeps within a transaction as well, after which what has expired is there for nobody', async () => {
  const { connect } = await serve();
  const [client, waiter] = [await connect(), await connect()];
  const id = (await waiter.ask('CLIENT', 'ID')).slice(1).trim();
  const waits = waiter.ask('BLPOP', 'list', '0');
  while (!(await client.ask('INFO', 'clients')).includes('blocked_clients:1')) await client.ask('PING');
  await client.askAll([
    ['CONFIG', 'SET', 'slowlog-log-slower-than', '15000'],
    ['MULTI'],
    ['RPUSH', 'list', 'a'],
    ['PEXPIRE', 'list', '10'],
    ['DEBUG', 'SLEEP', '0.02'],
    ['DEBUG', 'SLEEP', '2'],
  ]);
  expect(await client.ask('EXEC')).toMatch(/^\*4\r\n:1\r\n:1\r\n\+OK\r\n-ERR within a transaction/);
  expect(await client.ask('SLOWLOG', 'GET')).toContain('$4\r\n0.02\r\n');
  expect(await client.ask('CLIENT', 'UNBLOCK', id)).toBe(':1\r\n');
  expect(await waits).toBe('*-1\r\n');
});

it('counts keys that have expired until someone meets them, in every database', async () => {
  const { connect, store } = await serve();
  const client = await connect();
  await client.askAll([
    ['DEBUG', 'SET-ACTIVE-EXPIRE', '0'],
    ['SELECT', '9'],
    ['SET', 'stays', '1'],
    ['SET', 'a', '1', 'PX', '1'],
    ['SET', 'b', '1', 'PX', '1'],
    ['DEBUG', 'RELOAD'],
    ['SET', 'c', '1', 'PX', '1'],
  ]);
  while (store.locate('\0db\x09c') !== null) await client.ask('PING');
  expect(await client.ask('DBSIZE')).toBe(':4\r\n');
  expect(await client.ask('KEYS', '*')).toBe('*1\r\n$5\r\nstays\r\n');
  expect(await client.ask('DBSIZE')).toBe(':1\r\n');
});

it.each(['0', '9'])('counts a key once that has expired and is set anew, in database %s', async (db) => {
  const { connect, store } = await serve();
  const client = await connect();
  await client.askAll([
    ['DEBUG', 'SET-ACTIVE-EXPIRE', '0'],
    ['SELECT', db],
    ['SET', 'a', '1', 'PX', '1'],
  ]);
  const key = db === '0' ? 'a' : '\0db\x09a';
  while (store.locate(key) !== null) await client.ask('PING');
  expect(
    await client.askAll([
      ['SET', 'a', '2'],
      ['KEYS', '*'],
      ['DBSIZE'],
      ['DEL', 'a'],
      ['KEYS', '*'],
      ['DBSIZE'],
    ]),
  ).toEqual(['+OK\r\n', '*1\r\n$1\r\na\r\n', ':1\r\n', ':1\r\n', '*0\r\n', ':0\r\n']);
});

it('reads everything from the log again, whatever else is written', async () => {
  const { connect, server } = await serve({}, { fsync: 'always' });
  const client = await connect();
  const answers = await client.askAll([
    ['RPUSH', 'list', 'a', 'b'],
    ['APPEND', 'text', 'c'],
    ['DEBUG', 'LOADAOF'],
    ['APPEND', 'text', 'd'],
    ['MULTI'],
    ['DEBUG', 'RELOAD'],
    ['LRANGE', 'list', '0', '-1'],
    ['EXEC'],
    ['GET', 'text'],
  ]);
  expect(answers.slice(-2)).toEqual(['*2\r\n+OK\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n', '$2\r\ncd\r\n']);
  await client.ask('DEBUG', 'RELOAD');
  expect(server.keyspace.cache.size).toBe(0);
});

it('takes appendonly for what tools set it to, and writes everything to the log all the same', async () => {
  const { connect } = await serve();
  const client = await connect();
  expect(await client.ask('CONFIG', 'SET', 'appendonly', 'no')).toBe('+OK\r\n');
  expect(await client.ask('CONFIG', 'GET', 'appendonly')).toContain('no');
  await client.ask('SET', 'key', 'value');
  await client.ask('DEBUG', 'LOADAOF');
  expect(await client.ask('GET', 'key')).toBe('$5\r\nvalue\r\n');
  expect(await client.ask('CONFIG', 'SET', 'appendonly', 'maybe')).toMatch(/^-ERR CONFIG SET failed/);
});
