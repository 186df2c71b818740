import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { runHere } from './testing.ts';

const scratch = scratchDirectories();
const textOf = async (...argv: string[]) => (await runHere(argv)).out.toString();

describe('serve', () => {
  it('tells its port, serves, and closes the store when it is stopped', async () => {
    const directory = join(await scratch(), 'served');
    const abort = new AbortController();
    let answers = '';
    const ran = runHere(['serve', '--json', directory, '--protocol', 'line', '--port', '0'], {
      signal: abort.signal,
      onOutput: (text) => {
        const { port } = JSON.parse(text) as { port: number };
        const socket = connect(port, '127.0.0.1', () => socket.end('SET a 1\nGET a\n'));
        socket.on('data', (chunk) => {
          answers += chunk.toString();
        });
        socket.on('close', () => abort.abort());
      },
    });
    expect((await ran).code).toBe(0);
    expect(answers).toBe('OK\nVALUE 1\n');
    expect(await textOf('get', directory, 'a')).toBe('1');
  });

  it('speaks to clients of Redis unless it is told otherwise, until one of them ends it', async () => {
    const directory = join(await scratch(), 'served');
    let answers = '';
    const ran = runHere(['serve', '--json', directory, '--port', '0'], {
      onOutput: (text) => {
        const { port } = JSON.parse(text) as { port: number };
        const socket = connect(port, '127.0.0.1', () =>
          socket.write('SET a 1\r\nSELECT 2\r\nSET b 2\r\nSHUTDOWN\r\n'),
        );
        socket.on('data', (chunk) => {
          answers += chunk.toString();
        });
      },
    });
    expect((await ran).code).toBe(0);
    expect(answers).toBe('+OK\r\n+OK\r\n+OK\r\n');
    expect(await textOf('get', directory, 'a')).toBe('1');
    expect(await textOf('get', directory, 'b', '--db', '2')).toBe('2');
  });
});
