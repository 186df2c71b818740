import { appendFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { open } from '../engine/open.ts';
import { logOf } from '../formats/guide/testing.ts';
import { hasRedis, RealRedis } from '../formats/redis/real-redis.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { type Ran, runHere } from './testing.ts';

const scratch = scratchDirectories();

interface Tail {
  /** Operation and key of each line so far. */
  told: string[];
  /** Waits until so many lines have been told. */
  reaches(count: number): Promise<void>;
  end(): Promise<Ran>;
}

function tail(directory: string, ...options: string[]): Tail {
  const abort = new AbortController();
  const told: string[] = [];
  const onOutput = (text: string) => {
    for (const line of text.trimEnd().split('\n')) {
      const { op, key } = JSON.parse(line) as { op: string; key: string | null };
      told.push(`${op} ${key === null ? '-' : Buffer.from(key, 'base64').toString()}`);
    }
  };
  const ran = runHere(['tail', '--json', ...options, directory], { signal: abort.signal, onOutput });
  return {
    told,
    reaches: (count) => vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(count), 4000),
    end: () => {
      abort.abort();
      return ran;
    },
  };
}

describe('tail', () => {
  it('tells what another program appends, and a record that does not end yet once it does', async () => {
    const directory = await scratch();
    const file = join(directory, 'data.log');
    await writeFile(file, logOf(['a', '1'], ['b', '2'], ['c', '3']));
    const before = await stat(directory);
    const following = tail(directory, '--lines', '1');
    await following.reaches(1);
    const next = logOf(['d', '4'], ['a', null]);
    await appendFile(file, next.subarray(0, next.length - 5));
    await following.reaches(2);
    await appendFile(file, next.subarray(next.length - 5));
    await following.reaches(3);
    expect(await following.end()).toMatchObject({ code: 0, err: [] });
    expect(following.told).toEqual(['set c', 'set d', 'delete a']);
    expect(await readdir(directory)).toEqual(['data.log']);
    expect((await stat(directory)).mtimeMs).toBe(before.mtimeMs);
  });

  it('tells each change of a Walscope directory once, over a compaction too', async () => {
    const directory = join(await scratch(), 'store');
    const store = await open(directory);
    try {
      await store.set('first', '1');
      const following = tail(directory);
      await following.reaches(1);
      await store.set('second', '2');
      await store.delete('first');
      await following.reaches(3);
      await store.snapshot();
      await store.set('third', '3');
      await following.reaches(4);
      await following.end();
      expect(following.told).toEqual(['set first', 'set second', 'delete first', 'set third']);
    } finally {
      await store.close();
    }
  });

  it('goes on with the new log when an engine has rewritten its files', async () => {
    const directory = await scratch();
    const file = join(directory, 'data.log');
    await writeFile(file, logOf(['a', '1'], ['a', '2'], ['b', '3']));
    const following = tail(directory, '--lines', '1');
    await following.reaches(1);
    await writeFile(file, logOf(['a', '2'], ['bb', '33'], ['c', '4']));
    await following.reaches(4);
    const { err } = await following.end();
    expect(err).toContainEqual(expect.stringContaining('rewritten'));
    expect(following.told).toEqual(['set b', 'set a', 'set bb', 'set c']);
  });

  it('ends with 2 and a sentence where there is nothing to follow', async () => {
    const directory = join(await scratch(), 'empty');
    await mkdir(directory);
    expect(await runHere(['tail', directory])).toMatchObject({
      code: 2,
      err: [expect.stringContaining('empty')],
    });
  });

  it.runIf(hasRedis)(
    'follows the append-only file of a running redis-server, through a rewrite',
    async () => {
      const directory = await scratch();
      const server = await RealRedis.start(directory, '--appendonly', 'yes', '--appendfsync', 'always');
      try {
        server.ask('SET', 'first', '1');
        const following = tail(directory);
        await vi.waitFor(() => expect(following.told).toContain('set first'), 4000);
        server.ask('SET', 'second', '2');
        await vi.waitFor(() => expect(following.told).toContain('set second'), 4000);
        server.ask('BGREWRITEAOF');
        server.ask('SET', 'third', '3');
        await vi.waitFor(() => expect(following.told).toContain('set third'), 4000);
        expect((await following.end()).code).toBe(0);
      } finally {
        await server.stop();
      }
    },
  );
});
