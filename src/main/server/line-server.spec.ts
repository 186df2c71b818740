import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../shared/bytes.ts';
import type { Store } from '../engine/api.ts';
import { open } from '../engine/open.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { maxLineBytes } from './line-connection.ts';
import { LineServer } from './line-server.ts';

const scratch = scratchDirectories();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(): Promise<{ server: LineServer; store: Store; directory: string }> {
  const directory = await scratch();
  const store = await open(directory, { fsync: 'no' });
  const server = await LineServer.start(store, 0);
  closing.push(async () => {
    await server.close();
    await store.close();
  });
  return { server, store, directory };
}

/** A client that sends bytes and collects what comes back. */
class Client {
  readonly socket: Socket;
  received = Buffer.alloc(0);

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
    });
    this.socket.on('error', () => undefined);
  }

  /** All answers, once the server has closed its side. */
  async finish(): Promise<string> {
    this.socket.end();
    await once(this.socket, 'close');
    return this.received.toString('latin1');
  }
}

async function talk(port: number, ...parts: (string | Uint8Array)[]): Promise<string> {
  const client = new Client(port);
  client.socket.setNoDelay(true);
  for (const part of parts) {
    client.socket.write(part);
    // A turn of the event loop between writes lets each arrive by itself.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return client.finish();
}

describe('the line server', () => {
  it("answers as the guide's does", async () => {
    const { server } = await serve();
    const session = [
      'SET name Ada Lovelace',
      'GET name',
      'DEL name',
      'GET name',
      'DEL name',
      'PING',
      'set n 42',
      'get n',
    ];
    expect(await talk(server.port, `${session.join('\n')}\n`)).toBe(
      'OK\nVALUE Ada Lovelace\nDELETED\nNOT_FOUND\nNOT_FOUND\nERR unknown command\nOK\nVALUE 42\n',
    );
  });

  it('does not care where the network cuts the bytes', async () => {
    const { server } = await serve();
    const bytes = utf8('SET key some value\r\nGET key\nDEL key\n');
    for (let cut = 1; cut < bytes.length; cut++) {
      const answers = await talk(server.port, bytes.subarray(0, cut), bytes.subarray(cut));
      expect(answers).toBe('OK\nVALUE some value\nDELETED\n');
    }
    expect(await talk(server.port, ...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toBe(
      'OK\nVALUE some value\nDELETED\n',
    );
  });

  it('answers a last line without a newline, after the client has closed its side', async () => {
    const { server } = await serve();
    expect(await talk(server.port, 'SET a 1\nGET a')).toBe('OK\nVALUE 1\n');
  });

  it('keeps any bytes but newlines and outer white space', async () => {
    const { server, store } = await serve();
    const value = Buffer.from(Array.from({ length: 256 }, (_, byte) => (byte === 10 ? 0 : byte)));
    const framed = Buffer.concat([utf8('x'), value, utf8('x')]);
    await talk(server.port, Buffer.concat([utf8('SET k '), framed, utf8('\n')]));
    expect(await store.get('k')).toEqual(new Uint8Array(framed));
    expect(await talk(server.port, 'GET k\n')).toBe(`VALUE ${framed.toString('latin1')}\n`);
  });

  it('serves 100 clients at once, each in its own order', async () => {
    const { server, store } = await serve();
    const clients = Array.from({ length: 100 }, async (_, client) => {
      const requests = Array.from(
        { length: 30 },
        (_, i) => `SET c${client}:${i} ${i}\nGET c${client}:${i}\n`,
      );
      const answers = await talk(server.port, requests.join(''));
      expect(answers).toBe(Array.from({ length: 30 }, (_, i) => `OK\nVALUE ${i}\n`).join(''));
    });
    await Promise.all(clients);
    expect(store.stats().keys).toBe(3000);
  });

  it('puts the sets of a pipeline and of many clients under few fsyncs', async () => {
    const directory = await scratch();
    const store = await open(directory, { fsync: 'always' });
    const server = await LineServer.start(store, 0);
    closing.push(async () => {
      await server.close();
      await store.close();
    });
    let fsyncs = 0;
    store.listen({ onDurability: () => fsyncs++ });
    const pipeline = Array.from({ length: 200 }, (_, i) => `SET k${i} v\n`).join('');
    const answers = await Promise.all(Array.from({ length: 10 }, () => talk(server.port, pipeline)));
    for (const answer of answers) expect(answer).toBe('OK\n'.repeat(200));
    expect(fsyncs).toBeLessThan(1000);
  });

  it('goes on when a client goes away in the middle', async () => {
    const { server } = await serve();
    for (let i = 0; i < 20; i++) {
      const client = new Client(server.port);
      await once(client.socket, 'connect');
      client.socket.write(`SET gone${i} ${'x'.repeat(1000)}\nGET gone${i}\nSET half`);
      client.socket.resetAndDestroy();
    }
    expect(await talk(server.port, 'SET still here\nGET still\n')).toBe('OK\nVALUE here\n');
  });

  it('refuses a line over the limit, answers what came before it, and closes', async () => {
    const { server } = await serve();
    const client = new Client(server.port);
    client.socket.write('SET a 1\n');
    client.socket.write(Buffer.alloc(maxLineBytes + 1, 'x'));
    await once(client.socket, 'end');
    expect(client.received.toString()).toMatch(/^OK\nERR a line has at most \d+ bytes\n$/);
    client.socket.destroy();
  });

  it.each(['POST / HTTP/1.1', 'GET / HTTP/1.1\nHost: 127.0.0.1:7379', 'post', '  Host: x'])(
    'lets a client go that says %j, before anything that follows is run',
    async (head) => {
      const { server, store } = await serve();
      const client = new Client(server.port);
      client.socket.write(`SET a 1\n${head}\nContent-Length: 8\n\nSET b 1\nDEL a\n`);
      await once(client.socket, 'close');
      expect(await store.get('a')).toEqual(utf8('1'));
      expect(await store.get('b')).toBeNull();
    },
  );

  it('takes POST and Host: for a key or a value', async () => {
    const { server } = await serve();
    expect(await talk(server.port, 'SET POST Host: x\nGET POST\n')).toBe('OK\nVALUE Host: x\n');
  });

  it('takes a value of 16 MiB, and refuses a key that is too long in one line', async () => {
    const { server } = await serve();
    const value = 'v'.repeat(16 * 1024 * 1024);
    const answers = await talk(
      server.port,
      `SET big ${value}\nGET big\nSET ${'k'.repeat(65_537)} v\nGET other\n`,
    );
    const [set, get, refused, other] = answers.split('\n');
    expect([set, get?.length, other]).toEqual(['OK', value.length + 6, 'NOT_FOUND']);
    expect(refused).toMatch(/^ERR /);
  });

  it('waits for a client that does not read, without keeping all its answers', async () => {
    const { server, store } = await serve();
    await store.set('big', new Uint8Array(1024 * 1024).fill(120));
    const socket = connect(server.port, '127.0.0.1');
    socket.pause();
    socket.end('GET big\n'.repeat(200));
    expect(await talk(server.port, 'SET other 1\nGET other\n')).toBe('OK\nVALUE 1\n');
    let received = 0;
    for await (const chunk of socket) received += (chunk as Buffer).length;
    expect(received).toBe(200 * (1024 * 1024 + 7));
  });

  it('answers what it has read when it is closed, and takes nothing more', async () => {
    const directory = await scratch();
    const store = await open(directory);
    const server = await LineServer.start(store, 0);
    const clients = Array.from({ length: 10 }, () => new Client(server.port));
    for (const [i, client] of clients.entries()) client.socket.write(`SET k${i} v\n`);
    await Promise.all(clients.map(({ socket }) => once(socket, 'data')));
    const ended = clients.map(({ socket }) => once(socket, 'close'));
    await server.close();
    await Promise.all(ended);
    await store.close();
    const again = await open(directory);
    for (let i = 0; i < 10; i++) expect(await again.get(`k${i}`)).toEqual(utf8('v'));
    await again.close();
    await expect(once(connect(server.port, '127.0.0.1'), 'connect')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('says in a sentence that a port is taken', async () => {
    const { server, store } = await serve();
    await expect(LineServer.start(store, server.port)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('in use'),
    });
  });
});
