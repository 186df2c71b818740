import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { looseText } from '../../shared/bytes.ts';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';
import { redisFormat } from '../formats/redis/redis-format.ts';
import { aofOf } from '../formats/redis/testing.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { followLog } from './follow-log.ts';

const scratch = scratchDirectories();

it('tells what is written between the first reading and the first look', async () => {
  const directory = await scratch();
  const file = join(directory, 'appendonly.aof');
  await writeFile(file, aofOf(['SET', 'before', '1']));
  const fileSystem = nodeFileSystem;
  const readSinceMs = Date.now();
  const log = await redisFormat.read(directory, { fileSystem });
  await appendFile(file, aofOf(['SET', 'meanwhile', '2']));

  const stop = new AbortController();
  const keys: string[] = [];
  const from = { fileSystem, signal: stop.signal, log, readSinceMs };
  for await (const { log: now, records } of followLog(redisFormat, from)) {
    for (const index of records) keys.push(looseText(now.table.record(index).key));
    stop.abort();
  }
  expect(keys).toEqual(['meanwhile']);
});
