import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { open } from '../engine/open.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { RawClient } from './resp/specs/raw-client.ts';
import { type ServeOptions, serve } from './serve.ts';

const scratch = scratchDirectories();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function served(options: ServeOptions) {
  const store = await open(await scratch(), { fsync: 'no' });
  closing.push(() => store.close());
  const serving = await serve(store, options);
  closing.unshift(() => serving.close());
  return serving;
}

async function line(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(`${text}\n`);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  await once(socket, 'close');
  return answer;
}

describe('a directory that is served', () => {
  it('speaks both protocols, and each sees at once what the other has written', async () => {
    const { respPort, linePort } = await served({ protocols: ['resp', 'line'], port: 0, linePort: 0 });
    const client = await RawClient.connect(respPort as number);
    expect(await client.ask('SET', 'a', '1')).toBe('+OK\r\n');
    expect(await line(linePort as number, 'GET a')).toBe('VALUE 1\n');
    expect(await line(linePort as number, 'SET a 2')).toBe('OK\n');
    expect(await client.ask('GET', 'a')).toBe('$1\r\n2\r\n');
    expect(await client.ask('INCR', 'a')).toBe(':3\r\n');
    expect(await line(linePort as number, 'GET a')).toBe('VALUE 3\n');
    expect(await line(linePort as number, 'DEL a')).toBe('DELETED\n');
    expect(await client.ask('EXISTS', 'a')).toBe(':0\r\n');
    client.close();
  });

  it('is open to other machines only with a password, and never by the line protocol', async () => {
    await expect(served({ protocols: ['resp'], port: 0, host: '0.0.0.0' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('password'),
    });
    await expect(
      served({ protocols: ['line'], port: 0, host: '0.0.0.0', password: 'x' }),
    ).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  it('hears a client that asks for the end', async () => {
    let asked = 0;
    const { respPort } = await served({ protocols: ['resp'], port: 0, onShutdown: () => asked++ });
    const client = await RawClient.connect(respPort as number);
    client.send('SHUTDOWN\r\n');
    await client.ask('PING');
    expect(asked).toBe(1);
    client.close();
  });
});
