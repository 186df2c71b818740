import { expect, it } from 'vitest';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();

it('a transaction stays whole in the log, whatever it asks for in its middle', async () => {
  const { connect, store } = await serve();
  const client = await connect();
  const changes = store.watch();
  const heard = [changes.next(), changes.next()];
  await client.askAll([['MULTI'], ['SET', 'a', '1'], ['BGREWRITEAOF'], ['SET', 'b', '1'], ['EXEC']]);
  expect((await Promise.all(heard)).map(({ value }) => value)).toMatchObject([
    { op: 'set', seq: 1, frameSeq: 2 },
    { op: 'set', seq: 2, frameSeq: 2 },
  ]);
  await changes.return?.();
});

it('tells a save from a rewrite, and lets one wait for the other', async () => {
  const { connect } = await serve();
  const client = await connect();
  await client.ask('SET', 'key', 'value');
  /** A compaction has files to sync: on a busy disk that is no matter of a second. */
  const told = () => expect.poll(() => client.ask('INFO', 'persistence'), { timeout: 15_000 });
  const [started, again, refused, scheduled, info] = await client.askAll([
    ['BGREWRITEAOF'],
    ['BGREWRITEAOF'],
    ['BGSAVE'],
    ['BGSAVE', 'SCHEDULE'],
    ['INFO', 'persistence'],
  ]);
  expect(started).toBe('+Background append only file rewriting started\r\n');
  expect(again).toBe('-ERR Background append only file rewriting already in progress\r\n');
  expect(refused).toMatch(/^-ERR Another child process is active/);
  expect(scheduled).toBe('+Background saving scheduled\r\n');
  expect(info).toContain('aof_rewrite_in_progress:1\r\n');
  expect(info).toContain('rdb_bgsave_in_progress:1\r\n');
  await told().toContain('aof_rewrite_in_progress:0\r\n');
  await told().toContain('rdb_bgsave_in_progress:0\r\n');
  expect(await client.askAll([['BGSAVE'], ['BGREWRITEAOF']])).toEqual([
    '+Background saving started\r\n',
    '+Background append only file rewriting scheduled\r\n',
  ]);
  await told().toContain('aof_rewrite_in_progress:0\r\n');
  expect(await client.ask('SAVE')).toBe('+OK\r\n');
});
