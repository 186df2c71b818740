import { afterEach, expect, test, vi } from 'vitest';
import { type SpecHost, startSpecHost } from '../../main/web/spec-host.ts';
import type { Handlers } from '../../shared/contract/index.ts';
import { clientOf } from './client.ts';
import { type Connection, createSocketBridge } from './socket-bridge.ts';

let web: SpecHost;
let over = false;
afterEach(async () => {
  // The page is closed with its host: nothing may try to connect again.
  over = true;
  await web.close();
});

/** A client in a page of `web`; `seen` are the states that it was told. */
async function start(handlers: Partial<Handlers> = {}, hasSession = async () => true) {
  over = false;
  web = await startSpecHost(handlers);
  const cookie = await web.logIn();
  const seen: Connection[] = [];
  const sockets: WebSocket[] = [];
  const bridge = createSocketBridge({
    page: { protocol: 'http:', host: web.host },
    onConnection: (connection) => seen.push(connection),
    hasSession: async () => !over && (await hasSession()),
    connect: () => {
      const socket = web.socket({ cookie, origin: web.origin }) as unknown as WebSocket;
      sockets.push(socket);
      return socket;
    },
  });
  return { client: clientOf(bridge), bridge, seen, sockets };
}

const list = { 'source.list': async () => [] };

test('a call made before the connection is there is answered once it is', async () => {
  const { client, seen } = await start(list);
  expect(seen).toEqual(['connecting']);
  expect(await client.call('source.list', {})).toEqual([]);
  expect(seen).toEqual(['connecting', 'open']);
});

test('bytes arrive as they were, and errors with their code', async () => {
  const { client } = await start({ 'keys.list': async () => [new Uint8Array([0, 255])] });
  const params = { source: 's', view: 'v', first: 0, count: 1 };
  expect(await client.call('keys.list', params)).toEqual([new Uint8Array([0, 255])]);
  await expect(client.call('keys.list', { ...params, count: 0 })).rejects.toMatchObject({
    name: 'WalscopeError',
    code: 'INVALID_ARGUMENT',
  });
});

test('an answer that is not as agreed is an error, not a value', async () => {
  const { client } = await start({ 'source.list': async () => [{ id: 7 }] as never });
  await expect(client.call('source.list', {})).rejects.toMatchObject({ code: 'INTERNAL' });
});

test('events reach their listeners until they stop listening', async () => {
  const { client } = await start(list);
  await client.call('source.list', {});
  const heard: string[] = [];
  const stop = client.on('app.command', ({ command }) => heard.push(command));
  web.emit('app.command', { command: 'first' });
  await client.call('source.list', {});
  stop();
  web.emit('app.command', { command: 'second' });
  await client.call('source.list', {});
  expect(heard).toEqual(['first']);
});

test('what was under way when the connection went is refused, and the next connection comes by itself', async () => {
  const { client, seen, sockets } = await start({ ...list, 'jobs.list': () => new Promise(() => undefined) });
  await client.call('source.list', {});
  const held = client.call('jobs.list', {});
  const refused = expect(held).rejects.toMatchObject({ code: 'CLOSED' });
  sockets[0]?.close();
  await refused;
  await vi.waitFor(() => expect(seen).toEqual(['connecting', 'open', 'lost', 'open']), 8000);
  expect(await client.call('source.list', {})).toEqual([]);
});

test('without a session it says so and does not try for ever', async () => {
  const { client, seen, sockets } = await start(list, async () => false);
  await client.call('source.list', {});
  sockets[0]?.close();
  await vi.waitFor(() => expect(seen.at(-1)).toBe('refused'), 8000);
  await expect(client.call('source.list', {})).rejects.toMatchObject({ code: 'CLOSED' });
  expect(sockets).toHaveLength(1);
});

test('a call that is too large is refused before it is sent', async () => {
  const { client, seen } = await start(list);
  const keys = [new Uint8Array(18 * 1024 * 1024)];
  await expect(client.call('keys.exportText', { source: 's', keys })).rejects.toMatchObject({
    code: 'TOO_LARGE',
  });
  expect(await client.call('source.list', {})).toEqual([]);
  expect(seen).toEqual(['connecting', 'open']);
});
