import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { nodeFileSystem } from '../../../../engine/fs/node-file-system.ts';
import { memoryDirectory, stateOf } from '../../../testing/state.ts';
import { readRedis } from '../../read-redis.ts';
import { savedByServer } from '../../real-redis.ts';
import { aofOf, withoutTimes } from '../../testing.ts';

/** For specs: the state that a log adds up to here, and in a real server that loads it from an empty directory. */
export async function bothStates(log: string[][], directory: string) {
  const fileSystem = await memoryDirectory('/d', { 'appendonly.aof': aofOf(...log) });
  const read = await readRedis('/d', { fileSystem });
  expect(read.verdict.damaged).toEqual([]);
  await writeFile(join(directory, 'appendonly.aof'), aofOf(...log));
  const saved = await readRedis(await savedByServer(directory), { fileSystem: nodeFileSystem });
  return {
    here: withoutTimes(await stateOf(read, fileSystem)),
    there: withoutTimes(await stateOf(saved, nodeFileSystem)),
  };
}

/** What scripts have kept of what they saw. */
export function repliesIn(state: Awaited<ReturnType<typeof bothStates>>['here']): string[] {
  return ((state.db0?.[btoa('replies')]?.value ?? []) as string[]).map((line) => atob(line));
}
