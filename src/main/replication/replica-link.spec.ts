import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { ReplicaLink } from './replica-link.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Notes what it is asked, a command at a time, and refuses what has to do with versions, as servers before Valkey 8 do. */
async function oldServer(asked: string[]): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const words = chunk
        .toString()
        .split('\r\n')
        .filter((line) => line !== '' && !/^[*$]\d/.test(line));
      asked.push(words.join(' '));
      if (words[0] === 'PSYNC') socket.write(`+FULLRESYNC ${'a'.repeat(40)} 7\r\n$3\r\nall`);
      else
        socket.write(words[1] === 'version' ? '-ERR Unrecognized REPLCONF option: version\r\n' : '+OK\r\n');
    });
  });
  ends.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

it('tells a server what it reads, and goes on where the server does not know of that', async () => {
  const asked: string[] = [];
  const server = {
    host: '127.0.0.1',
    port: await oldServer(asked),
    tls: false,
    username: null,
    password: null,
  };
  const link = await ReplicaLink.connect(server, new AbortController().signal);
  ends.push(() => link.close());
  const answer = await link.sync(null);
  expect(answer).toMatchObject({ kind: 'full', position: { id: 'a'.repeat(40), offset: 7 } });
  expect(asked).toEqual(['PING', 'REPLCONF capa eof capa psync2', 'REPLCONF version 9.0.0', 'PSYNC ? -1']);
});
