import { expect, it } from 'vitest';
import { FaultyFileSystem } from '../../../engine/fs/faulty-file-system.ts';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import { open } from '../../../engine/open.ts';
import { RespServer } from '../resp-server.ts';
import { RawClient } from './raw-client.ts';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();

it('answers no write that the disk has not taken, refuses those that follow, and goes on reading', async () => {
  const fileSystem = new FaultyFileSystem(nodeFileSystem);
  const { connect, server } = await serve({}, { fsync: 'always', fileSystem });
  const [writer, reader] = await Promise.all([connect(), connect()]);
  expect(await writer.ask('SET', 'proven', '1')).toBe('+OK\r\n');
  fileSystem.arm({ kind: 'sync', nth: fileSystem.count('sync') + 1, errno: 'EIO', duration: 'once' });
  writer.send('SET proven 2\r\nSET other 1\r\n');
  expect(await writer.untilEnd()).toBe('');
  expect(
    await reader.askAll([
      ['GET', 'proven'],
      ['EXISTS', 'other'],
    ]),
  ).toEqual(['$1\r\n1\r\n', ':0\r\n']);
  expect(await reader.ask('SET', 'proven', '3')).toMatch(/^-MISCONF Errors writing to the AOF file: /);
  expect(await reader.askAll([['MULTI'], ['SET', 'a', '1'], ['EXEC']])).toEqual([
    '+OK\r\n',
    expect.stringMatching(/^-MISCONF /),
    expect.stringMatching(/^-EXECABORT /),
  ]);
  expect(await reader.ask('INFO', 'persistence')).toContain('aof_last_write_status:err');
  expect(await reader.ask('GET', 'proven')).toBe('$1\r\n1\r\n');
  expect(server.store.readOnly).toBe(true);
});

it('only reads in a directory that was opened to be read', async () => {
  const first = await serve();
  const writer = await first.connect();
  await writer.askAll([
    ['SET', 'key', 'value'],
    ['SET', 'expires', '1', 'PX', '500'],
    ['PFADD', 'counted', 'a', 'b'],
  ]);
  const store = await open(first.directory, { readOnly: true });
  const server = await RespServer.start(store, { port: 0 });
  const client = await RawClient.connect(server.port);
  expect(await client.ask('GET', 'key')).toBe('$5\r\nvalue\r\n');
  expect(await client.ask('GET', 'expires')).toBe('$1\r\n1\r\n');
  while ((await client.ask('GET', 'expires')) !== '$-1\r\n')
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await client.ask('SET', 'key', 'x')).toBe(
    "-READONLY You can't write against a read only replica.\r\n",
  );
  // It would keep what it has counted.
  expect(await client.ask('PFCOUNT', 'counted')).toBe(':2\r\n');
  expect(await client.ask('PING')).toBe('+PONG\r\n');
  client.close();
  await server.close();
  await store.close();
});
