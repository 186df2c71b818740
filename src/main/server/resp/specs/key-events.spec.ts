import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyEventCase } from './cases/key-events.ts';
import { requestsOf } from './cases/requests.ts';
import { randomRequests } from './random-requests.ts';
import { hasRedis7, type TwoClients, TwoServers } from './two-servers.ts';

const runs = process.env.WALSCOPE_LONG === '1' ? 5000 : 120;
const lastMessage = 'all has been told';

/** Of both servers, what a listener hears while the same requests are run, from empty databases on. */
async function heard(
  clients: TwoClients,
  listeners: TwoClients,
  requests: readonly (readonly string[])[],
): Promise<{ real: string[]; ours: string[] }> {
  const all = [['RESET'], ['FLUSHALL'], ...requests, ['RESET'], ['PUBLISH', 'end', lastMessage]];
  await Promise.all([clients.real.askAll(all), clients.ours.askAll(all)]);
  const [real, ours] = await Promise.all(
    [listeners.real, listeners.ours].map(async (listener) => {
      const messages: string[] = [];
      for (
        let message = await listener.next();
        !message.includes(lastMessage);
        message = await listener.next()
      )
        messages.push(
          message
            .split('\r\n')
            .filter((_, line) => line % 2 === 0 && line > 2)
            .join(' '),
        );
      return messages;
    }),
  );
  return { real: real as string[], ours: ours as string[] };
}

describe.runIf(hasRedis7)('what happens to keys', () => {
  let servers: TwoServers;
  let clients: TwoClients;
  let listeners: TwoClients;
  beforeAll(async () => {
    servers = await TwoServers.start();
    clients = await servers.connect();
    listeners = await servers.connect();
    for (const listener of [listeners.real, listeners.ours])
      await listener.askAll([
        ['PSUBSCRIBE', '__key*'],
        ['SUBSCRIBE', 'end'],
      ]);
  });
  afterAll(async () => {
    clients.close();
    listeners.close();
    await servers.stop();
  });

  async function setEvents(letters: string): Promise<void> {
    for (const client of [clients.real, clients.ours])
      expect(await client.ask('CONFIG', 'SET', 'notify-keyspace-events', letters)).toBe('+OK\r\n');
  }

  it.each(['KEA', 'KEAn', 'Kg', 'El$n', 'Em'])(
    'is told as by a real redis-server: %s',
    { timeout: 3_600_000 },
    async (letters) => {
      await setEvents(letters);
      const property = fc.asyncProperty(randomRequests, async (requests) => {
        const { real, ours } = await heard(clients, listeners, requests);
        expect(ours).toEqual(real);
      });
      await fc.assert(property, { numRuns: runs });
    },
  );

  it('is told for what chance does not draw', async () => {
    await setEvents('KEAnm');
    for (const version of ['2', '3']) {
      const requests = [['HELLO', version], ...requestsOf(keyEventCase)];
      const { real, ours } = await heard(clients, listeners, requests);
      expect(ours).toEqual(real);
    }
  });

  it('is told when a deadline passes, whether somebody asks for the key or not', async () => {
    await setEvents('Ex');
    const tell = [
      ['RESET'],
      ['SELECT', '3'],
      ['SET', 'alone', '1', 'PX', '20'],
      ['HSET', 'asked', 'a', '1'],
      ['PEXPIRE', 'asked', '20'],
    ];
    for (const [client, listener] of [
      [clients.real, listeners.real],
      [clients.ours, listeners.ours],
    ] as const) {
      await client.askAll(tell);
      while ((await client.ask('EXISTS', 'asked')) !== ':0\r\n')
        await new Promise((next) => setTimeout(next, 5));
      const messages = [await listener.next(), await listener.next()].map((message) => message.split('\r\n'));
      expect(messages.map((lines) => [lines[6], lines[8]]).sort()).toEqual([
        ['__keyevent@3__:expired', 'alone'],
        ['__keyevent@3__:expired', 'asked'],
      ]);
    }
  });

  it('is told in the letters that are asked for', async () => {
    for (const letters of ['', 'A', 'KA', 'Ag$lshzxet', 'g$lshzxetd', 'nmdteEKxzhsl$g', 'An', 'Kx', 'xE']) {
      await setEvents(letters);
      const [real, ours] = await Promise.all(
        [clients.real, clients.ours].map((client) => client.ask('CONFIG', 'GET', 'notify-keyspace-events')),
      );
      expect(ours).toBe(real);
    }
    const refused = await Promise.all(
      [clients.real, clients.ours].map((client) =>
        client.ask('CONFIG', 'SET', 'notify-keyspace-events', 'KEq'),
      ),
    );
    expect(refused[1]).toBe(refused[0]);
  });
});
