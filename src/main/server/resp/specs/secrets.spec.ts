import { expect, it } from 'vitest';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();

it('nobody reads a password in the slow log or among what others ask for', async () => {
  const { connect, server } = await serve();
  const [client, monitor] = [await connect(), await connect()];
  const told: string[] = [];
  server.watch((line) => told.push(line));
  await monitor.ask('MONITOR');
  await client.askAll([
    ['CONFIG', 'SET', 'slowlog-log-slower-than', '0'],
    ['CONFIG', 'SET', 'requirepass', 'secret'],
    ['AUTH', 'secret'],
    ['AUTH', 'default', 'secret'],
    ['HELLO', '2', 'AUTH', 'default', 'secret', 'SETNAME', 'me'],
  ]);
  const log = await client.ask('SLOWLOG', 'GET');
  expect(log.match(/\(redacted\)/g)).toHaveLength(6);
  expect(log).not.toContain('secret');
  const lines = [await monitor.next(), await monitor.next(), await monitor.next()];
  expect(lines.at(-1)).toContain('"HELLO" "2" "AUTH" "(redacted)" "(redacted)" "SETNAME" "me"');
  expect([...lines, ...told].join()).not.toContain('secret');
});
