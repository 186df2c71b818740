import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtScript } from '../../../engine/specs/built-script.ts';
import { scratchDirectories } from '../../../formats/testing/scratch.ts';
import { RawClient } from './raw-client.ts';

const scratch = scratchDirectories();
const rounds = process.env.WALSCOPE_LONG === '1' ? 30 : 3;

let script: Awaited<ReturnType<typeof builtScript>>;
beforeAll(async () => {
  script = await builtScript(resolve(import.meta.dirname, 'children/serving.ts'));
});
afterAll(() => script.remove());

async function serving(directory: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [script.path, directory, 'always'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, port: Number(line) };
}

/** Writes until the server is gone; the last number that was acknowledged to each of the clients. */
async function writeUntilKilled(port: number, child: ChildProcess, round: number): Promise<number[]> {
  const acknowledged = [0, 0, 0, 0];
  const writers = acknowledged.map(async (_, writer) => {
    const client = await RawClient.connect(port);
    const gone = client.gone.then(() => null);
    for (let n = 1; ; n++) {
      const key = `${round}:${writer}`;
      const answers = client.askAll([
        ['MULTI'],
        ['SET', `count:${key}`, String(n)],
        ['RPUSH', `list:${key}`, String(n)],
        ['EXEC'],
      ]);
      const all = await Promise.race([answers, gone]);
      if (all === null) return;
      expect(all[3]).toMatch(/^\*2\r\n\+OK/);
      acknowledged[writer] = n;
    }
  });
  while (Math.min(...acknowledged) < 20 + 10 * round) await new Promise((next) => setTimeout(next, 5));
  child.kill('SIGKILL');
  await Promise.all(writers);
  return acknowledged;
}

it('loses nothing that it had acknowledged when it is killed, and no half of a transaction', {
  timeout: 120_000,
}, async () => {
  const directory = await scratch();
  const before: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const { child, port } = await serving(directory);
    before.push(await writeUntilKilled(port, child, round));
    const again = await serving(directory);
    const client = await RawClient.connect(again.port);
    for (const [old, acknowledged] of before.entries()) {
      for (const [writer, n] of acknowledged.entries()) {
        const [count, length] = await client.askAll([
          ['GET', `count:${old}:${writer}`],
          ['LLEN', `list:${old}:${writer}`],
        ]);
        const found = Number(count?.split('\r\n')[1]);
        expect(found).toBeGreaterThanOrEqual(n);
        expect(found).toBeLessThanOrEqual(n + 1);
        expect(length).toBe(`:${found}\r\n`);
      }
    }
    client.close();
    const ended = once(again.child, 'close');
    again.child.kill('SIGTERM');
    await ended;
  }
});
