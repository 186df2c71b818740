import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { databaseKey } from '../../../../shared/database-key.ts';
import type { View } from '../../../engine/api.ts';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import type { LiveKey } from '../../../formats/log/live-key.ts';
import { writeRdb } from '../../../formats/redis/write/write-redis.ts';
import { databases } from '../keyspace/database-key.ts';

/** A replica that hears nothing for a minute takes its server for dead. ms */
const signOfLifeEveryMs = 10_000;
const signOfLife = Buffer.from('\n');

interface RdbSnapshot {
  bytes: number;
  path: string;
  /** Takes the file away. */
  remove: () => Promise<void>;
}

/**
 * Everything that is in the view, as a replica takes it: the length, then an RDB. Before that come empty lines for as
 * long as it takes to write the RDB.
 */
export async function* snapshotFor(view: View, signal: AbortSignal): AsyncGenerator<Buffer> {
  const taking = takeSnapshot(view, signal);
  try {
    const taken = taking.then((): true => true);
    while (!(await isDoneWithin(taken, signOfLifeEveryMs))) yield signOfLife;
    const { bytes, path } = await taking;
    yield Buffer.from(`$${bytes}\r\n`);
    yield* createReadStream(path, { signal });
  } finally {
    await (await taking.catch(() => null))?.remove();
  }
}

async function isDoneWithin(done: Promise<true>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const later = wait(ms, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([done, later]);
  } finally {
    timer.abort();
  }
}

async function takeSnapshot(view: View, signal: AbortSignal): Promise<RdbSnapshot> {
  const directory = await mkdtemp(join(tmpdir(), 'walscope-rdb-'));
  const path = join(directory, 'snapshot.rdb');
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const handle = await nodeFileSystem.open(path, 'create');
    try {
      await writeRdb(handle, liveKeys(view), [], signal);
    } finally {
      await handle.close();
    }
    return { bytes: (await stat(path)).size, path, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Of the databases that a server has. */
async function* liveKeys(view: View): AsyncGenerator<LiveKey> {
  for await (const { key, value, type = 'string', expireAt } of view.scan()) {
    const own = databaseKey(key);
    if (own.db < databases) yield { ...own, type, value, expireAt };
  }
}
