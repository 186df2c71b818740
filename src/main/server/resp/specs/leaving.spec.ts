import { expect, it } from 'vitest';
import { type Served, servedDirectories } from './served.ts';

const serve = servedDirectories();

/** Holds all commits back until it is called. */
function holdCommits({ server: { keyspace } }: Served): () => void {
  const commit = keyspace.commit.bind(keyspace);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  keyspace.commit = () => Promise.all([commit(), held]).then(() => undefined);
  return release;
}

async function hasRun({ server: { stats } }: Served, commands: number): Promise<void> {
  while (stats.commands < commands) await new Promise((resolve) => setImmediate(resolve));
}

it.each([
  ['says that it leaves', true],
  ['ends its side', false],
])('a client that %s while its writes are on their way to the disk is answered all', async (_, quits) => {
  const served = await serve();
  const client = await served.connect();
  const release = holdCommits(served);
  client.send('SET a 1\r\n');
  await hasRun(served, 1);
  client.send('SET a 2\r\n');
  await hasRun(served, 2);
  client.send(`GET a\r\n${quits ? 'QUIT\r\n' : ''}`);
  if (!quits) client.socket.end();
  await hasRun(served, quits ? 4 : 3);
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  release();
  expect(await client.untilEnd()).toBe(`+OK\r\n+OK\r\n$1\r\n2\r\n${quits ? '+OK\r\n' : ''}`);
});

it('nothing more is run of a client that is let go for what waits for it', async () => {
  const { connect } = await serve();
  const [client, other] = await Promise.all([connect(), connect()]);
  await client.ask('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 1000 0 0');
  await client.ask('SET', 'before', 'x'.repeat(2000));
  client.send(`GET before\r\n${'PING\r\n'.repeat(10)}SET after 1\r\n`);
  await client.gone;
  expect(await other.ask('EXISTS', 'after')).toBe(':0\r\n');
});
