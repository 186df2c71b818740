import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { maxCallsInFlight, maxFrameOverheadBytes } from '../../shared/bridge.ts';
import type { Handlers } from '../../shared/contract/index.ts';
import { maxCallBytes } from '../../shared/limits.ts';
import { decodeWire, encodeWire } from '../../shared/wire.ts';
import { maxConnections } from './connections.ts';
import { type SpecHost, startSpecHost } from './spec-host.ts';

let web: SpecHost;
afterEach(() => web.close());

async function connect(handlers: Partial<Handlers> = {}): Promise<WebSocket> {
  web = await startSpecHost(handlers);
  return await another();
}

async function another(): Promise<WebSocket> {
  const socket = web.socket({ cookie: await web.logIn(), origin: web.origin });
  await once(socket, 'open');
  return socket;
}

async function receive(socket: WebSocket): Promise<unknown> {
  const [data] = await once(socket, 'message');
  return decodeWire(new Uint8Array(data as Buffer));
}

async function ask(socket: WebSocket, frame: unknown): Promise<unknown> {
  const reply = receive(socket);
  socket.send(encodeWire(frame));
  return await reply;
}

/** HTTP status with which the upgrade was refused. */
function refusal(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
  });
}

test('only our own page with its cookie gets a connection', async () => {
  web = await startSpecHost();
  const cookie = await web.logIn();
  const { host, origin } = web;
  expect(await refusal(web.socket({ cookie, origin: 'http://evil.example' }))).toBe(403);
  expect(await refusal(web.socket({ cookie, origin: 'null' }))).toBe(403);
  expect(await refusal(web.socket({ cookie }))).toBe(403);
  expect(await refusal(web.socket({ cookie, origin: 'http://evil.example', host: 'evil.example' }))).toBe(
    403,
  );
  expect(await refusal(web.socket({ origin }))).toBe(401);
  expect(await refusal(web.socket({ origin, cookie: 'walscope-1=x' }))).toBe(401);
  expect(await refusal(web.socket({ cookie, origin, host }, '/elsewhere'))).toBe(403);
});

test('a call is answered with its id, bytes beside it', async () => {
  const socket = await connect({ 'keys.list': async () => [new Uint8Array([1, 2, 3]).subarray(1)] });
  const params = { source: 's', view: 'v', first: 0, count: 1 };
  expect(await ask(socket, { id: 7, name: 'keys.list', params })).toEqual({
    id: 7,
    result: [new Uint8Array([2, 3])],
  });
});

test('what the schema rejects, and what the contract does not know, is refused and the connection stays', async () => {
  const socket = await connect();
  const code = async (name: string, params: unknown) =>
    ((await ask(socket, { id: 1, name, params })) as { error: { code: string } }).error.code;
  expect(await code('source.open', { path: 7 })).toBe('INVALID_ARGUMENT');
  expect(await code('source.open', null)).toBe('INVALID_ARGUMENT');
  expect(await code('toString', {})).toBe('INVALID_ARGUMENT');
  expect(await code('__proto__', {})).toBe('INVALID_ARGUMENT');
  expect(socket.readyState).toBe(socket.OPEN);
});

test('a frame that is not a call ends the connection', async () => {
  const socket = await connect();
  const broken: (string | Uint8Array)[] = [
    'text',
    new Uint8Array(0),
    new Uint8Array([255, 255, 255, 255]),
    encodeWire({ id: -1, name: 'app.info', params: {} }),
    encodeWire({ id: 1, name: 'x'.repeat(65), params: {} }),
    encodeWire(null),
  ];
  socket.terminate();
  for (const frame of broken) {
    const victim = await another();
    victim.send(frame);
    const [code] = await once(victim, 'close');
    expect(code).toBe(1003);
  }
});

test('a call over the limit of bytes is refused; a frame over it ends the connection', async () => {
  const socket = await connect();
  const keys = [new Uint8Array(maxCallBytes + 1)];
  const reply = await ask(socket, { id: 1, name: 'keys.exportText', params: { source: 's', keys } });
  expect(reply).toMatchObject({ id: 1, error: { code: 'TOO_LARGE' } });
  socket.send(new Uint8Array(maxCallBytes + maxFrameOverheadBytes + 1));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1009);
});

test('calls under way at once are limited', async () => {
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const socket = await connect({
    'source.list': async () => {
      await held;
      return [];
    },
  });
  const refused = receive(socket);
  for (let id = 0; id <= maxCallsInFlight; id++)
    socket.send(encodeWire({ id, name: 'source.list', params: {} }));
  expect(await refused).toMatchObject({ id: maxCallsInFlight, error: { code: 'TOO_LARGE' } });
  release?.();
});

test('connections are limited', async () => {
  const sockets = [await connect()];
  while (sockets.length < maxConnections) sockets.push(await another());
  const [code] = await once(await another(), 'close');
  expect(code).toBe(1013);
});

test('an event reaches every connection', async () => {
  const sockets = [await connect(), await another()];
  const received = sockets.map(receive);
  web.emit('app.command', { command: 'keys.add' });
  const event = { event: 'app.command', payload: { command: 'keys.add' } };
  expect(await Promise.all(received)).toEqual([event, event]);
});

test('closing the host ends every connection', async () => {
  const socket = await connect();
  const closed = once(socket, 'close');
  await web.close();
  await closed;
  web = await startSpecHost();
});
