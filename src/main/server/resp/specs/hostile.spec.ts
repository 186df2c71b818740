import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRequest } from './raw-client.ts';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();

describe('what cannot be understood', () => {
  it.each([
    ['*1\r\n!3\r\nfoo\r\n', "-ERR Protocol error: expected '$', got '!'\r\n"],
    ['*x\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
    ['*3000000000\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
    ['*1\r\n$-1\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
    ['*1\r\n$9999999999\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
    ['*1\r\n$x\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
    ['set "a\r\n', '-ERR Protocol error: unbalanced quotes in request\r\n'],
    ['x'.repeat(70_000), '-ERR Protocol error: too big inline request\r\n'],
    [`*${'1'.repeat(70_000)}`, '-ERR Protocol error: too big mbulk count string\r\n'],
  ])('%.30j is refused, and the connection ends', async (bytes, error) => {
    const { connect } = await serve();
    const client = await connect();
    client.send(encodeRequest(['PING']) + bytes);
    expect(await client.untilEnd()).toBe(`+PONG\r\n${error}`);
    const other = await connect();
    expect(await other.ask('PING')).toBe('+PONG\r\n');
  });

  it.each([
    ['POST / HTTP/1.1\r\nHost: 127.0.0.1:6379\r\nContent-Length: 7\r\n\r\nSET a 1\r\n', ''],
    ['put / HTTP/1.1\r\nhost: 127.0.0.1:6379\r\n\r\nSET a 1\r\n', /^-ERR unknown command 'put'.*\r\n$/],
    [encodeRequest(['Post', '/']) + encodeRequest(['SET', 'a', '1']), ''],
  ])('what a page in a browser can send is not run: %.20j', async (bytes, told) => {
    const { connect } = await serve();
    const client = await connect();
    client.send(bytes);
    expect(await client.untilEnd()).toMatch(told === '' ? /^$/ : told);
    expect(await (await connect()).ask('EXISTS', 'a')).toBe(':0\r\n');
  });

  it('costs little before the password is known', async () => {
    const { connect } = await serve({ password: 'secret' });
    const [many, long, asks] = await Promise.all([connect(), connect(), connect()]);
    many.send('*100\r\n');
    expect(await many.untilEnd()).toBe('-ERR Protocol error: unauthenticated multibulk length\r\n');
    long.send('*2\r\n$4\r\nAUTH\r\n$100000\r\n');
    expect(await long.untilEnd()).toBe('-ERR Protocol error: unauthenticated bulk length\r\n');
    expect(await asks.ask('GET', 'x')).toBe('-NOAUTH Authentication required.\r\n');
    expect(await asks.ask('HELLO', '3')).toBe(
      '-NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time\r\n',
    );
    expect(await asks.ask('AUTH', 'wrong')).toMatch(/^-WRONGPASS /);
    expect(await asks.ask('HELLO', '3', 'AUTH', 'default', 'secret')).toMatch(/^%7\r\n/);
    expect(await asks.ask('PING')).toBe('+PONG\r\n');
  });

  it('is told what is wrong with it, though more of it comes that nobody reads', async () => {
    const { connect } = await serve();
    const client = await connect();
    client.socket.pause();
    client.send('*3\r\n$3\r\nSET\r\n:1\r\n');
    for (let rest = 0; rest < 3; rest++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      client.send('x'.repeat(1000));
    }
    client.socket.resume();
    expect(await client.untilEnd()).toBe("-ERR Protocol error: expected '$', got ':'\r\n");
  });

  it('never ends the server, whatever bytes come', async () => {
    const { connect } = await serve();
    const piece = fc.oneof(
      fc.constantFrom(
        '*1\r\n',
        '*2\r\n',
        '$3\r\n',
        'GET\r\n',
        '\r\n',
        '*0\r\n',
        '*-1\r\n',
        '$0\r\n\r\n',
        'PING\r\n',
        '"',
        '\0',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replace(/[^\0-\xff]/g, '?')),
      fc
        .array(fc.constantFrom('SET', 'EVAL', 'LPUSH', 'XADD', 'ZADD', 'a', '*', '1', '-1', 'COUNT'), {
          minLength: 1,
          maxLength: 5,
        })
        .map(encodeRequest),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
        const client = await connect();
        for (const each of pieces) client.send(each);
        client.socket.end();
        await client.untilEnd();
        const other = await connect();
        expect(await other.ask('ECHO', 'here')).toBe('$4\r\nhere\r\n');
        other.close();
      }),
      { numRuns: process.env.WALSCOPE_LONG === '1' ? 5000 : 100 },
    );
  });
});

describe('a key that the store cannot hold', () => {
  it('is refused before it can take with it what others write at the same time', async () => {
    const { connect } = await serve();
    const client = await connect();
    const [long, longest] = ['k'.repeat(65_533), 'k'.repeat(65_532)];
    const refused = '-ERR key is longer than 65532 bytes\r\n';
    const answers = await client.askAll([
      ['SELECT', '3'],
      ['SET', 'a', '1'],
      ['SET', longest, long],
      ['SET', long, '1'],
      ['MSET', 'b', '1', long, '1'],
      ['RENAME', 'a', long],
      ['ZUNIONSTORE', long, '1', 'none'],
      ['SORT', 'none', 'STORE', long],
      ['XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 'a', 'b', long],
      ['GET', long],
      ['EXISTS', 'a', 'b', longest],
    ]);
    expect(answers.slice(1)).toEqual([
      ...['+OK\r\n', '+OK\r\n', refused, refused, refused, refused, refused],
      expect.stringMatching(/^-ERR Unbalanced/),
      ...['$-1\r\n', ':2\r\n'],
    ]);
  });
});

describe('a string of the last bytes that Redis allows', () => {
  it('is refused, as a text cannot hold it, and the server lives on', async () => {
    const { connect } = await serve();
    const client = await connect();
    const tooLong = '-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n';
    expect(await client.ask('SETBIT', 'k', '4294967295', '1')).toBe(tooLong);
    expect(await client.ask('SETRANGE', 'k', '536870911', 'x')).toBe(tooLong);
    expect(await client.ask('BITFIELD', 'k', 'SET', 'u8', '4294967288', '1')).toBe(tooLong);
    expect(await client.ask('EXISTS', 'k')).toBe(':0\r\n');
  });
});

describe('bytes', () => {
  it('may be cut anywhere', async () => {
    const { connect } = await serve();
    const session = `${encodeRequest(['SET', 'key', 'some\r\nvalue'])}GET key\r\n${encodeRequest(['ECHO', 'x'.repeat(100)])}`;
    const expected = `+OK\r\n$11\r\nsome\r\nvalue\r\n$100\r\n${'x'.repeat(100)}\r\n`;
    for (let cut = 1; cut < session.length; cut += 3) {
      const client = await connect();
      client.socket.setNoDelay(true);
      client.send(session.slice(0, cut));
      await new Promise((resolve) => setImmediate(resolve));
      client.send(session.slice(cut));
      expect((await client.next()) + (await client.next()) + (await client.next())).toBe(expected);
      client.close();
    }
  });

  it('of long values come back as they went', async () => {
    const { connect } = await serve();
    const client = await connect();
    const value = Array.from({ length: 3_000_000 }, (_, i) => String.fromCharCode((i * 7) % 256)).join('');
    expect(await client.ask('SET', 'big', value)).toBe('+OK\r\n');
    expect((await client.ask('GET', 'big')) === `$${value.length}\r\n${value}\r\n`).toBe(true);
  });

  it('that a client does not read are not kept beyond a bound', async () => {
    const { connect, server } = await serve();
    const [slow, other] = await Promise.all([connect(), connect()]);
    await other.ask('SET', 'big', 'x'.repeat(1_000_000));
    slow.socket.pause();
    slow.send(encodeRequest(['GET', 'big']).repeat(300));
    expect(await other.ask('PING')).toBe('+PONG\r\n');
    const pending = [...server.clients.values()].reduce((sum, { link }) => sum + link.pendingBytes, 0);
    expect(pending).toBeLessThan(8_000_000);
    slow.socket.resume();
    for (let i = 0; i < 300; i++) expect((await slow.next()).length).toBe(1_000_012);
  });

  it('pile up for a listener only up to the limit of its output', async () => {
    const { connect, server } = await serve();
    const [listener, teller] = await Promise.all([connect(), connect()]);
    await teller.ask('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 4mb 0 0');
    await listener.ask('SUBSCRIBE', 'c');
    listener.socket.pause();
    const message = 'x'.repeat(1_000_000);
    for (let i = 0; i < 40 && server.pubSub.channels.size > 0; i++) await teller.ask('PUBLISH', 'c', message);
    expect(server.pubSub.channels.size).toBe(0);
  });
});

it('a listener that stays behind is let go after a while, even when nothing more is told', async () => {
  const { connect, server } = await serve();
  const [listener, teller] = await Promise.all([connect(), connect()]);
  await teller.ask('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 0 100kb 1');
  expect(await teller.ask('CONFIG', 'GET', 'client-output-buffer-limit')).toContain(
    'normal 0 0 0 slave 268435456 67108864 60 pubsub 0 102400 1',
  );
  await listener.ask('SUBSCRIBE', 'c');
  listener.socket.pause();
  const isBehind = () => [...server.clients.values()].some(({ link }) => link.pendingBytes > 100 * 1024);
  while (!isBehind()) await teller.ask('PUBLISH', 'c', 'x'.repeat(1_000_000));
  expect(server.pubSub.channels.size).toBe(1);
  await expect.poll(() => server.pubSub.channels.size, { timeout: 10_000 }).toBe(0);
});

describe('a key that is too long', () => {
  it('is refused by itself, to read and to write', async () => {
    const { connect } = await serve();
    const client = await connect();
    const long = 'k'.repeat(70_000);
    expect(await client.ask('SET', 'a', '1')).toBe('+OK\r\n');
    expect(await client.ask('SET', long, '1')).toBe('-ERR key is longer than 65532 bytes\r\n');
    expect(await client.ask('RPUSH', long, '1')).toMatch(/^-ERR /);
    expect(await client.ask('GET', long)).toBe('$-1\r\n');
    expect(await client.ask('EXISTS', long)).toBe(':0\r\n');
    expect(await client.ask('GET', 'a')).toBe('$1\r\n1\r\n');
  });
});

describe('a hundred writers', () => {
  it('are all answered, however many commits their turns would make', async () => {
    const { connect, store } = await serve({}, { fsync: 'always' });
    const clients = await Promise.all(Array.from({ length: 100 }, connect));
    const answers = await Promise.all(
      clients.flatMap((client, writer) =>
        Array.from({ length: 10 }, (_, n) => client.ask('SET', `${writer}:${n}`, 'x')),
      ),
    );
    expect(new Set(answers)).toEqual(new Set(['+OK\r\n']));
    expect(store.stats().keys).toBe(1000);
  });
});

describe('clients', () => {
  it('over the limit are refused', async () => {
    const { connect } = await serve();
    const first = await connect();
    await first.ask('CONFIG', 'SET', 'maxclients', '2');
    const second = await connect();
    await second.ask('PING');
    const third = await connect();
    expect(await third.untilEnd()).toBe('-ERR max number of clients reached\r\n');
    second.close();
    while (!(await first.ask('INFO', 'clients')).includes('connected_clients:1')) await first.ask('PING');
    expect(await (await connect()).ask('PING')).toBe('+PONG\r\n');
  });

  it('that are idle for too long are let go', async () => {
    const { connect } = await serve();
    const [idle, other] = await Promise.all([connect(), connect()]);
    await idle.ask('PING');
    await other.ask('CONFIG', 'SET', 'timeout', '1');
    const ended = idle.untilEnd();
    const busy = setInterval(() => void other.ask('PING'), 100);
    expect(await ended).toBe('');
    clearInterval(busy);
    expect(await other.ask('PING')).toContain('PONG');
  });
});
