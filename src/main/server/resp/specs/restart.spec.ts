import { expect, it } from 'vitest';
import { open } from '../../../engine/open.ts';
import { scratchDirectories } from '../../../formats/testing/scratch.ts';
import { RespServer } from '../resp-server.ts';
import { normalReply } from './normal-reply.ts';
import { RawClient } from './raw-client.ts';

const scratch = scratchDirectories();

async function withServer<T>(
  directory: string,
  use: (client: RawClient, server: RespServer) => Promise<T>,
): Promise<T> {
  const store = await open(directory);
  const server = await RespServer.start(store, { port: 0 });
  const client = await RawClient.connect(server.port);
  try {
    return await use(client, server);
  } finally {
    client.close();
    await server.close();
    await store.close();
  }
}

const questions = [
  ['GET', 'string'],
  ['LRANGE', 'list', '0', '-1'],
  ['SMEMBERS', 'set'],
  ['HGETALL', 'hash'],
  ['ZRANGE', 'zset', '0', '-1', 'WITHSCORES'],
  ['XRANGE', 'stream', '-', '+'],
  ['XPENDING', 'stream', 'group'],
  ['XINFO', 'GROUPS', 'stream'],
  ['PEXPIRETIME', 'string'],
  ['DBSIZE'],
  ['SELECT', '3'],
  ['GET', '\0db'],
  ['DBSIZE'],
  ['SELECT', '0'],
  ['GET', '\0db'],
  ['GET', '\0db\x03\0db'],
];

it('has every type, deadline and database again after a restart', async () => {
  const directory = await scratch();
  const before = await withServer(directory, async (client) => {
    await client.askAll([
      ['SET', 'string', 'a\0\xff'],
      ['PEXPIREAT', 'string', '9999999999999'],
      ['RPUSH', 'list', 'x', '', '\xff'],
      ['SADD', 'set', 'b', 'a'],
      ['HSET', 'hash', 'f', 'v', '', ''],
      ['ZADD', 'zset', '1.5', 'm', 'inf', 'n', '-0.1', 'o'],
      ['XADD', 'stream', '1-1', 'f', 'v'],
      ['XGROUP', 'CREATE', 'stream', 'group', '0'],
      ['XREADGROUP', 'GROUP', 'group', 'consumer', 'STREAMS', 'stream', '>'],
      ['SET', '\0db', 'in 0'],
      ['SET', '\0db\x03\0db', 'in 0, too'],
      ['SELECT', '3'],
      ['SET', '\0db', 'in 3'],
      ['SET', 'gone', '1', 'PX', '1'],
      ['SELECT', '0'],
    ]);
    return client.askAll(questions);
  });
  expect(before.at(-1)).toBe('$9\r\nin 0, too\r\n');
  await new Promise((resolve) => setTimeout(resolve, 5));
  const after = await withServer(directory, (client) => client.askAll(questions));
  const sizes = (answers: string[]) =>
    questions.flatMap((question, index) =>
      question[0] === 'DBSIZE' ? [] : normalReply(question, answers[index] as string),
    );
  expect(sizes(after)).toEqual(sizes(before));
  expect(after[12]).toBe(':1\r\n');
});

it('sees what others write into the same store', async () => {
  const directory = await scratch();
  await withServer(directory, async (client, server) => {
    await client.ask('SET', 'key', 'mine');
    expect(await client.ask('GET', 'key')).toBe('$4\r\nmine\r\n');
    await server.store.set('key', 'theirs');
    expect(await client.ask('GET', 'key')).toBe('$6\r\ntheirs\r\n');
    await server.store.delete('key');
    expect(await client.ask('GET', 'key')).toBe('$-1\r\n');
  });
});

it('walks every key that stays, whatever comes and goes meanwhile', async () => {
  const directory = await scratch();
  await withServer(directory, async (client) => {
    const staying = Array.from({ length: 500 }, (_, i) => `stays:${i}`);
    await client.askAll(staying.map((key) => ['SET', key, 'x']));
    const seen = new Set<string>();
    let cursor = '0';
    let round = 0;
    do {
      const reply = await client.ask('SCAN', cursor, 'COUNT', '7');
      const words = reply.split('\r\n').filter((line) => !/^[*$]/.test(line));
      cursor = words[0] as string;
      for (const key of words.slice(1)) seen.add(key);
      await client.askAll([
        ['SET', `comes:${round}`, 'x'],
        ['DEL', `comes:${round - 3}`],
        ['SET', `stays:${round % 500}`, 'changed'],
      ]);
      round++;
    } while (cursor !== '0');
    expect(staying.filter((key) => !seen.has(key))).toEqual([]);
  });
});
