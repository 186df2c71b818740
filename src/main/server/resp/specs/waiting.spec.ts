import { describe, expect, it } from 'vitest';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();

describe('clients that wait', () => {
  it('get what others push, oldest first', async () => {
    const { connect } = await serve();
    const [first, second, pusher] = await Promise.all([connect(), connect(), connect()]);
    const waits = first.ask('BLPOP', 'list', '0');
    await pusher.ask('PING');
    const alsoWaits = second.ask('BRPOP', 'other', 'list', '0');
    while (!(await pusher.ask('INFO', 'clients')).includes('blocked_clients:2')) await pusher.ask('PING');
    expect(await pusher.ask('RPUSH', 'list', 'a', 'b', 'c')).toBe(':3\r\n');
    expect(await waits).toBe('*2\r\n$4\r\nlist\r\n$1\r\na\r\n');
    expect(await alsoWaits).toBe('*2\r\n$4\r\nlist\r\n$1\r\nc\r\n');
    expect(await pusher.ask('LRANGE', 'list', '0', '-1')).toBe('*1\r\n$1\r\nb\r\n');
  });

  it('serve each other, and stay while something else is at their key', async () => {
    const { connect } = await serve();
    const [mover, popper, pusher] = await Promise.all([connect(), connect(), connect()]);
    const moved = mover.ask('BLMOVE', 'from', 'to', 'LEFT', 'RIGHT', '0');
    const popped = popper.ask('BLPOP', 'to', '0');
    while (!(await pusher.ask('INFO', 'clients')).includes('blocked_clients:2')) await pusher.ask('PING');
    await pusher.askAll([
      ['SET', 'from', 'text'],
      ['DEL', 'from'],
      ['MULTI'],
      ['RPUSH', 'from', 'x'],
      ['SET', 'seen', '1'],
      ['EXEC'],
    ]);
    expect(await moved).toBe('$1\r\nx\r\n');
    expect(await popped).toBe('*2\r\n$2\r\nto\r\n$1\r\nx\r\n');
  });

  it('read streams as they grow, and run what they have sent meanwhile afterwards', async () => {
    const { connect } = await serve();
    const [reader, writer] = await Promise.all([connect(), connect()]);
    const answers = reader.askAll([['XREAD', 'BLOCK', '0', 'STREAMS', 's', '$'], ['PING']]);
    while (!(await writer.ask('INFO', 'clients')).includes('blocked_clients:1')) await writer.ask('PING');
    await writer.ask('XADD', 's', '5-1', 'field', 'value');
    const [read, pong] = await answers;
    expect(read).toContain('$3\r\n5-1\r\n*2\r\n$5\r\nfield\r\n$5\r\nvalue\r\n');
    expect(pong).toBe('+PONG\r\n');
  });

  it('hear that the stream of their group has gone, whatever is in its place', async () => {
    const { connect } = await serve();
    const [reader, writer, patient] = await Promise.all([connect(), connect(), connect()]);
    const lastly = patient.ask('XREAD', 'BLOCK', '0', 'STREAMS', 's', '0');
    for (const end of [
      [['DEL', 's']],
      [['SET', 's', 'x']],
      [['MULTI'], ['DEL', 's'], ['SADD', 's', 'x'], ['EXEC']],
    ]) {
      await writer.askAll([
        ['DEL', 's'],
        ['XGROUP', 'CREATE', 's', 'group', '$', 'MKSTREAM'],
      ]);
      const waits = reader.ask('XREADGROUP', 'GROUP', 'group', 'me', 'BLOCK', '0', 'STREAMS', 's', '>');
      while (!(await writer.ask('INFO', 'clients')).includes('blocked_clients:2')) await writer.ask('PING');
      await writer.askAll(end);
      expect(await waits).toBe('-UNBLOCKED the stream key no longer exists\r\n');
    }
    await writer.askAll([
      ['DEL', 's'],
      ['XADD', 's', '5-1', 'f', 'v'],
    ]);
    expect(await lastly).toContain('5-1');
  });

  it('are let go by CLIENT UNBLOCK, and forgotten when they go', async () => {
    const { connect, server } = await serve();
    const [waiting, gone, other] = await Promise.all([connect(), connect(), connect()]);
    const id = (await waiting.ask('CLIENT', 'ID')).slice(1, -2);
    const answer = waiting.ask('BLPOP', 'list', '0');
    void gone.ask('BLPOP', 'list', '0');
    while (!(await other.ask('INFO', 'clients')).includes('blocked_clients:2')) await other.ask('PING');
    expect(await other.ask('CLIENT', 'UNBLOCK', id, 'ERROR')).toBe(':1\r\n');
    expect(await answer).toBe('-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n');
    gone.close();
    while (server.blocking.count > 0) await other.ask('PING');
    expect(await other.ask('RPUSH', 'list', 'x')).toBe(':1\r\n');
    expect(await other.ask('LLEN', 'list')).toBe(':1\r\n');
  });
});

describe('channels', () => {
  it('tell those who listen, by name and by pattern, in both versions of the protocol', async () => {
    const { connect } = await serve();
    const [two, three, teller] = await Promise.all([connect(), connect(), connect()]);
    expect(await two.ask('SUBSCRIBE', 'news')).toBe('*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n');
    await three.ask('HELLO', '3');
    expect(await three.ask('PSUBSCRIBE', 'n?ws')).toBe('>3\r\n$10\r\npsubscribe\r\n$4\r\nn?ws\r\n:1\r\n');
    expect(await teller.ask('PUBLISH', 'news', 'hello')).toBe(':2\r\n');
    expect(await two.next()).toBe('*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n');
    expect(await three.next()).toBe('>4\r\n$8\r\npmessage\r\n$4\r\nn?ws\r\n$4\r\nnews\r\n$5\r\nhello\r\n');
    expect(await two.ask('GET', 'x')).toMatch(/^-ERR Can't execute 'get'/);
    expect(await three.ask('GET', 'x')).toBe('_\r\n');
    expect(await two.ask('PING')).toBe('*2\r\n$4\r\npong\r\n$0\r\n\r\n');
    two.close();
    while ((await teller.ask('PUBSUB', 'NUMSUB', 'news')) !== '*2\r\n$4\r\nnews\r\n:0\r\n')
      await teller.ask('PING');
    expect(await teller.ask('PUBLISH', 'news', 'again')).toBe(':1\r\n');
  });

  it('let a monitor see every command, but no password', async () => {
    const { connect } = await serve({ password: 'secret' });
    const [monitor, client] = await Promise.all([connect(), connect()]);
    await monitor.ask('AUTH', 'secret');
    await monitor.ask('MONITOR');
    await client.ask('AUTH', 'secret');
    await client.ask('SET', 'key', 'a "b"\n');
    expect(await monitor.next()).toMatch(/^\+\d+\.\d{6} \[0 127\.0\.0\.1:\d+\] "AUTH" "\(redacted\)"\r\n$/);
    expect(await monitor.next()).toMatch(/"SET" "key" "a \\"b\\"\\n"\r\n$/);
    await client.askAll([['MULTI'], ['GET', 'key'], ['EXEC']]);
    for (const name of ['MULTI', 'GET', 'EXEC']) expect(await monitor.next()).toContain(`"${name}"`);
    expect(await monitor.ask('RESET')).toBe('+RESET\r\n');
  });
});

describe('a watched key', () => {
  it('has changed when it expires, whoever notices', async () => {
    const { connect, store } = await serve();
    const client = await connect();
    await client.askAll([
      ['SET', 'short', 'lived', 'PX', '30'],
      ['WATCH', 'short', 'never there'],
    ]);
    // The store deletes it by itself.
    while (store.stats().keys > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await client.askAll([['MULTI'], ['EXEC']])).at(-1)).toBe('*-1\r\n');
    await client.ask('WATCH', 'short', 'never there');
    expect((await client.askAll([['MULTI'], ['EXEC']])).at(-1)).toBe('*0\r\n');
  });

  it('is not changed by bits that are set to what they are', async () => {
    const { connect } = await serve();
    const client = await connect();
    await client.ask('SETBIT', 'bits', '7', '1');
    const same = [
      ['SETBIT', 'bits', '7', '1'],
      ['BITFIELD', 'bits', 'SET', 'u8', '0', '1'],
    ];
    const watched = [['WATCH', 'bits'], ...same, ['MULTI'], ['GET', 'bits'], ['EXEC']];
    expect((await client.askAll(watched)).at(-1)).toBe('*1\r\n$1\r\n\x01\r\n');
    const other = [['WATCH', 'new'], ['SETBIT', 'new', '7', '0'], ['MULTI'], ['EXEC']];
    expect((await client.askAll(other)).at(-1)).toBe('*-1\r\n');
  });

  it('keeps a transaction from being run once another client has changed it', async () => {
    const { connect } = await serve();
    const [own, other] = await Promise.all([connect(), connect()]);
    await own.ask('WATCH', 'key');
    await other.ask('SET', 'key', '1');
    expect(await own.askAll([['MULTI'], ['SET', 'key', '2'], ['EXEC']])).toEqual([
      '+OK\r\n',
      '+QUEUED\r\n',
      '*-1\r\n',
    ]);
    expect(await own.askAll([['WATCH', 'key'], ['MULTI'], ['INCR', 'key'], ['EXEC']])).toContain(
      '*1\r\n:2\r\n',
    );
  });
});

it('hear what they subscribe to although they want no answers', async () => {
  const { connect } = await serve();
  const [listener, other] = await Promise.all([connect(), connect()]);
  listener.send('HELLO 3\r\nCLIENT REPLY OFF\r\nSUBSCRIBE news\r\nPSUBSCRIBE n*\r\nPING\r\n');
  await listener.next();
  expect(await listener.next()).toBe('>3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n');
  expect(await listener.next()).toBe('>3\r\n$10\r\npsubscribe\r\n$2\r\nn*\r\n:2\r\n');
  await other.ask('PUBLISH', 'news', 'x');
  expect(await listener.next()).toBe('>3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$1\r\nx\r\n');
});

it('runs a transaction though a key that had expired when it was watched is deleted meanwhile', async () => {
  const { connect, store } = await serve();
  const client = await connect();
  await store.set('gone', '1', { ttl: 1 });
  while (!store.hasExpired('gone')) await new Promise((next) => setTimeout(next, 1));
  await client.askAll([['WATCH', 'gone'], ['MULTI'], ['SET', 'a', '1']]);
  while (store.hasExpired('gone')) await new Promise((next) => setTimeout(next, 5));
  expect(await client.ask('EXEC')).toBe('*1\r\n+OK\r\n');
});

it.each([
  ['nothing takes its place', false, false, true],
  ['another one that has expired does', false, true, true],
  ['one that is there does', true, false, false],
])(
  'runs a transaction whose watched key had expired when databases change places and %s',
  async (_, live, stale, runs) => {
    const { connect } = await serve();
    const client = await connect();
    await client.askAll([
      ['DEBUG', 'SET-ACTIVE-EXPIRE', '0'],
      ['SET', 'key', '1', 'PX', '1'],
      ['SELECT', '1'],
      ...(live ? [['SET', 'key', '2']] : []),
      ...(stale ? [['SET', 'key', '2', 'PX', '1']] : []),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const replies = await client.askAll([
      ['SELECT', '0'],
      ['WATCH', 'key'],
      ['SWAPDB', '0', '1'],
      ['MULTI'],
      ['EXISTS', 'key'],
      ['EXEC'],
    ]);
    expect(replies.at(-1)).toBe(runs ? '*1\r\n:0\r\n' : '*-1\r\n');
  },
);
