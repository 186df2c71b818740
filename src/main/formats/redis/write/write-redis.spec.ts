import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import { liveKeys } from '../../log/live-keys.ts';
import { fixture } from '../../testing/fixtures.ts';
import { scratchDirectories } from '../../testing/scratch.ts';
import { stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { hasRedis, RealRedis } from '../real-redis.ts';
import { redisFormat } from '../redis-format.ts';

const scratch = scratchDirectories();
const options = { fileSystem: nodeFileSystem };

async function rewritten(name: string): Promise<{ source: string; target: string }> {
  const source = fixture(name);
  const target = join(await scratch(), 'new');
  const log = await readRedis(source, options);
  await redisFormat.write(target, liveKeys(log, nodeFileSystem), { ...options, libraries: log.libraries });
  return { source, target };
}

async function stateAt(directory: string) {
  const log = await readRedis(directory, options);
  expect(log.damage).toBe('none');
  return { keys: await stateOf(log, nodeFileSystem), libraries: log.libraries };
}

describe.each([
  'redis-7.0.15_aof-small',
  'redis-7.4.1_rdb-small',
  'redis-8.0.6_aof',
  'valkey-9.1.2_rdb',
  'redis-rdb',
  'redis-2.8.24_aof-small',
])('%s', (name) => {
  it('comes back as it was', async () => {
    const { source, target } = await rewritten(name);
    const [before, after] = [await stateAt(source), await stateAt(target)];
    expect(after.libraries).toEqual(before.libraries);
    expect(Object.keys(after.keys)).toEqual(Object.keys(before.keys));
    expect(asRead(after.keys)).toEqual(asRead(before.keys));
  });

  it('has a base that every server since 7.0 reads', async () => {
    const { target } = await rewritten(name);
    const rdb = await readFile(join(target, 'appendonlydir', 'appendonly.aof.1.base.rdb'));
    expect(rdb.toString('latin1', 0, 9)).toBe('REDIS0010');
  });
});

/** Scores as numbers, as versions print them in ways of their own; times that were unknown are stored as none. */
function asRead(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (name, each) => {
    if (
      Array.isArray(each) &&
      each.length === 2 &&
      /^-?[\d.e+-]+$/.test(String(each[1])) &&
      !Array.isArray(each[1])
    )
      return [each[0], Number(each[1])];
    if (Array.isArray(each) && each.length === 4 && each[2] === null) return [each[0], each[1], 0, each[3]];
    return name === 'seenTime' && each === null ? 0 : each;
  });
}

describe.runIf(hasRedis)('a real redis-server', () => {
  it('loads it without complaint and has every key', async () => {
    const { source, target } = await rewritten('redis-7.0.15_aof-small');
    const server = await RealRedis.start(target, '--appendonly', 'yes', '--databases', '64');
    try {
      expect(server.said).not.toMatch(/error|corrupt|bad|wrong/i);
      const ask = (...args: string[]) => server.ask(...args);
      for (const [db, keys] of Object.entries((await stateAt(source)).keys)) {
        expect(ask('-n', db.slice(2), 'DBSIZE')).toBe(String(Object.keys(keys).length));
      }
      expect(ask('LRANGE', 'k:l:moved', '0', '-1')).toBe('e\nf\nf\ng');
      expect(ask('XPENDING', 'k:x:same', 'g1')).toContain('4');
      expect(ask('FUNCTION', 'LIST')).toContain('mylib');
    } finally {
      await server.stop();
    }
  });
});
