import { readFileSync } from 'node:fs';
import { open, readdir, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';
import { readRedis } from '../formats/redis/read-redis.ts';
import { hasRedis, RealRedis } from '../formats/redis/real-redis.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { stateOf } from '../formats/testing/state.ts';
import { type FollowEvent, type FollowServerOptions, followServer } from './follow-server.ts';
import { followedServer } from './followed-server.ts';

const scratch = scratchDirectories();
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Between a replica and its server, so that a test can break the connection. */
class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  port = 0;

  constructor(target: () => number) {
    this.#server = createServer((socket) => {
      const other = connect(target(), '127.0.0.1');
      for (const each of [socket, other]) {
        this.#sockets.add(each);
        each.on('error', () => undefined);
        each.on('close', () => {
          socket.destroy();
          other.destroy();
        });
      }
      socket.pipe(other).pipe(socket);
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.port = (this.#server.address() as { port: number }).port;
    return this;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function redis(...settings: string[]): Promise<RealRedis> {
  const server = await RealRedis.start(await scratch(), '--repl-diskless-sync-delay', '0', ...settings);
  ends.push(() => server.stop());
  return server;
}

function follow(
  port: number,
  directory: string,
  options: Pick<FollowServerOptions, 'once' | 'retry'> & { password?: string } = {},
) {
  const abort = new AbortController();
  const events: FollowEvent[] = [];
  const { password, ...rest } = options;
  const auth = password === undefined ? '' : `:${password}@`;
  const done = followServer({
    server: followedServer(`redis://${auth}127.0.0.1:${port}`),
    directory,
    fileSystem: nodeFileSystem,
    signal: abort.signal,
    ...rest,
    onEvent: (event) => events.push(event),
  });
  const stop = async () => {
    abort.abort();
    await done;
  };
  ends.push(() => stop().catch(() => undefined));
  return { events, done, stop };
}

/** Where nobody listens. */
async function closedPort(): Promise<number> {
  const relay = await new Relay(() => 0).listen();
  relay.close();
  return relay.port;
}

async function keysIn(directory: string): Promise<Record<string, string>> {
  const log = await readRedis(directory, { fileSystem: nodeFileSystem });
  expect(log.damage).not.toBe('corrupt');
  const { db0 = {} } = await stateOf(log, nodeFileSystem);
  return Object.fromEntries(
    Object.entries(db0).map(([key, { value }]) => [
      Buffer.from(key, 'base64').toString(),
      JSON.stringify(value),
    ]),
  );
}

const holds = (directory: string, key: string, value: string) =>
  vi.waitFor(async () => expect((await keysIn(directory))[key]).toBe(JSON.stringify(base64(value))), 8000);

describe.runIf(hasRedis)('following a real redis-server', () => {
  it('copies what it has, then takes what it writes; the copy is a directory that redis-server loads', async () => {
    const server = await redis();
    server.ask('SET', 'before', '1');
    server.ask('RPUSH', 'list', 'a', 'b');
    const directory = join(await scratch(), 'copy');
    const following = follow(server.port, directory);
    await holds(directory, 'before', '1');
    server.ask('SET', 'after', '2');
    server.ask('EVAL', "return redis.call('SET', 'by-script', '3')", '0');
    server.ask('INCRBYFLOAT', 'number', '1.5');
    server.ask('SPOP', 'list-is-none');
    await holds(directory, 'by-script', '3');
    await following.stop();
    const loaded = await RealRedis.start(directory, '--appendonly', 'yes');
    ends.push(() => loaded.stop());
    expect(loaded.ask('MGET', 'before', 'after', 'by-script', 'number')).toBe('1\n2\n3\n1.5');
    expect(loaded.ask('LRANGE', 'list', '0', '-1')).toBe('a\nb');
  });

  it.each([['yes'], ['no']])(
    'takes a snapshot over the socket or from a file (diskless: %s)',
    async (diskless) => {
      const server = await redis('--repl-diskless-sync', diskless);
      for (let i = 0; i < 50; i++) server.ask('SET', `key${i}`, 'x'.repeat(i * 100));
      const directory = join(await scratch(), 'copy');
      await follow(server.port, directory, { once: true }).done;
      expect(Object.keys(await keysIn(directory))).toHaveLength(50);
    },
  );

  it('goes on where it ended after the connection breaks, and after its own end', async () => {
    const server = await redis();
    const proxy = await new Relay(() => server.port).listen();
    ends.push(() => proxy.close());
    const directory = join(await scratch(), 'copy');
    const first = follow(proxy.port, directory);
    server.ask('SET', 'one', '1');
    await holds(directory, 'one', '1');
    proxy.cut();
    server.ask('SET', 'two', '2');
    await holds(directory, 'two', '2');
    await first.stop();
    server.ask('SET', 'three', '3');
    const second = follow(proxy.port, directory);
    await holds(directory, 'three', '3');
    await second.stop();
    const attached = [...first.events, ...second.events].filter((event) => event.kind === 'following');
    expect(attached.map(({ resumed }) => resumed)).toEqual([false, true, true]);
    expect(server.ask('INFO', 'stats')).toContain('sync_full:1');
  });

  it('cuts off what no fsync has proven, and asks for it again', async () => {
    const server = await redis();
    const directory = join(await scratch(), 'copy');
    server.ask('SET', 'one', '1');
    const first = follow(server.port, directory);
    await holds(directory, 'one', '1');
    server.ask('SET', 'two', '2');
    await holds(directory, 'two', '2');
    await first.stop();
    const log = join(directory, 'appendonlydir', 'appendonly.aof.1.incr.aof');
    const whole = readFileSync(log);
    const handle = await open(log, 'a');
    await handle.write(Buffer.alloc(37));
    await handle.close();
    await follow(server.port, directory, { once: true }).done;
    expect(readFileSync(log).subarray(0, whole.length)).toEqual(whole);
    expect(readFileSync(log).includes(0)).toBe(false);
  });

  it('takes everything anew when the server no longer has what comes next, and keeps no old file', async () => {
    const first = await redis();
    const second = await redis();
    first.ask('SET', 'old', '1');
    second.ask('SET', 'new', '2');
    let port = first.port;
    const proxy = await new Relay(() => port).listen();
    ends.push(() => proxy.close());
    const directory = join(await scratch(), 'copy');
    const following = follow(proxy.port, directory);
    await holds(directory, 'old', '1');
    port = second.port;
    proxy.cut();
    await holds(directory, 'new', '2');
    expect(Object.keys(await keysIn(directory))).toEqual(['new']);
    await following.stop();
    expect(await readdir(join(directory, 'appendonlydir'))).toEqual([
      'appendonly.aof.2.base.rdb',
      'appendonly.aof.2.incr.aof',
      'appendonly.aof.manifest',
    ]);
  });

  it('says when a password is refused, and does not try again', async () => {
    const server = await redis('--requirepass', 'secret');
    const directory = join(await scratch(), 'copy');
    await expect(follow(server.port, directory).done).rejects.toMatchObject({ code: 'DENIED' });
    await follow(server.port, directory, { password: 'secret', once: true }).done;
  });
});

describe('a directory to follow into', () => {
  it('must be new, empty or a copy, and has one follower', async () => {
    const taken = await scratch();
    await writeFile(join(taken, 'data.log'), '');
    await expect(follow(1, taken).done).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    await expect(follow(1, join(taken, 'no', 'where')).done).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const directory = join(await scratch(), 'copy');
    const following = follow(1, directory);
    await vi.waitFor(
      () => expect(following.events).toContainEqual(expect.objectContaining({ kind: 'lost' })),
      8000,
    );
    await expect(follow(1, directory).done).rejects.toMatchObject({ code: 'LOCKED' });
  });

  it('waits for a server that is out of reach, and listens for its own end once', async () => {
    const warnings: string[] = [];
    const warn = ({ name }: Error) => warnings.push(name);
    process.on('warning', warn);
    const retry = { firstMs: 1, maxMs: 1 };
    const { events, stop } = follow(await closedPort(), join(await scratch(), 'copy'), { retry });
    const lost = () => events.filter(({ kind }) => kind === 'lost').length;
    await vi.waitFor(() => expect(lost()).toBeGreaterThan(20), 8000);
    await stop();
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });

  it('gives up a server that does not answer when it is to copy it once', async () => {
    const retry = { firstMs: 1, maxMs: 1 };
    const directory = join(await scratch(), 'copy');
    const { events, done } = follow(await closedPort(), directory, { once: true, retry });
    await expect(done).rejects.toMatchObject({ code: 'IO' });
    expect(events.filter(({ kind }) => kind === 'lost')).toHaveLength(5);
  });
});

describe('the address of a server', () => {
  it('is a redis address, with defaults', () => {
    expect(followedServer('redis://example')).toEqual({
      host: 'example',
      port: 6379,
      tls: false,
      username: null,
      password: null,
    });
    expect(followedServer('rediss://me:p%40ss@[::1]:7000')).toMatchObject({
      host: '::1',
      port: 7000,
      tls: true,
      username: 'me',
      password: 'p@ss',
    });
    expect(() => followedServer('localhost:6379')).toThrow('redis://');
    expect(followedServer('redis://example/0')).toMatchObject({ host: 'example' });
    expect(() => followedServer('redis://example/3')).toThrow('names a database');
    expect(() => followedServer('redis://me:50%@example')).toThrow('%25');
    // A mistake in an address does not put its password into a log.
    for (const address of ['redis//me:secret@example', 'http://me:secret@example', 'redis://:secret@']) {
      expect(() => followedServer(address)).toThrow(/^"[^"]*" is no address/);
      expect(() => followedServer(address)).not.toThrow(/secret/);
    }
  });
});
