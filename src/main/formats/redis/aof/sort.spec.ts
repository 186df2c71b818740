import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import { scratchDirectories } from '../../testing/scratch.ts';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { hasRedis, savedByServer } from '../real-redis.ts';
import { aofOf } from '../testing.ts';

const scratch = scratchDirectories();

async function replayed(commands: string[][]) {
  const fileSystem = await memoryDirectory('/d', { 'appendonly.aof': aofOf(...commands) });
  const log = await readRedis('/d', { fileSystem });
  return {
    reasons: log.verdict.damaged.map(({ reason }) => reason),
    keys: (await stateOf(log, fileSystem)).db0 ?? {},
  };
}

const list = ['RPUSH', 'list', 'b', 'a', 'c', 'a'];
const known = [
  list,
  ['MSET', 'text:a', '', 'text:b', 'x'],
  ['SORT', 'list', 'BY', 'nosort', 'DESC', 'STORE', 'backwards'],
  ['SORT', 'list', 'BY', 'nosort', 'DESC', 'LIMIT', '1', '2', 'STORE', 'backwards in part'],
  ['SORT', 'list', 'BY', 'text:*', 'ALPHA', 'STORE', 'missing before empty'],
  ['SORT', 'list', 'BY', 'text:*', 'ALPHA', 'DESC', 'STORE', 'empty before missing'],
];

describe('SORT in a log', () => {
  it('keeps the order of a list, backwards too', async () => {
    const { reasons, keys } = await replayed(known);
    expect(reasons).toEqual([]);
    const backwards = ['a', 'c', 'a', 'b'].map((element) => btoa(element));
    expect(keys[btoa('backwards')]).toMatchObject({ value: backwards });
    expect(keys[btoa('backwards in part')]).toMatchObject({ value: backwards.slice(1, 3) });
    expect(keys[btoa('missing before empty')]).toMatchObject({
      value: ['c', 'a', 'a', 'b'].map((element) => btoa(element)),
    });
  });

  it('is named where texts that are the same decide', async () => {
    const { reasons } = await replayed([list, ['SORT', 'list', 'BY', 'text:*', 'ALPHA', 'STORE', 'any']]);
    expect(reasons).toEqual([
      'SORT cannot be replayed: it sorts elements by texts that are the same for some of them',
    ]);
  });

  it.runIf(hasRedis)('does what redis-server does', async () => {
    const directory = await scratch();
    await writeFile(join(directory, 'appendonly.aof'), aofOf(...known));
    const saved = await readRedis(await savedByServer(directory), { fileSystem: nodeFileSystem });
    expect((await replayed(known)).keys).toEqual((await stateOf(saved, nodeFileSystem)).db0);
  });
});
