import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseKey } from '../../../../shared/database-key.ts';
import type { Store, View } from '../../../engine/api.ts';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import type { LiveKey } from '../../../formats/log/log.ts';
import { writeRdb } from '../../../formats/redis/write/write-redis.ts';

export interface RdbSnapshot {
  bytes: number;
  content: AsyncIterable<Buffer>;
  /** Takes the file away. */
  remove: () => Promise<void>;
}

/** Everything in the store at this moment, as an RDB in a file of its own. */
export async function takeSnapshot(store: Store): Promise<RdbSnapshot> {
  const view = store.view();
  const directory = await mkdtemp(join(tmpdir(), 'walscope-rdb-'));
  const path = join(directory, 'snapshot.rdb');
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const handle = await nodeFileSystem.open(path, 'create');
    try {
      await writeRdb(handle, liveKeys(view), [], undefined);
    } finally {
      await handle.close();
    }
    const { size } = await stat(path);
    return { bytes: size, content: createReadStream(path), remove };
  } catch (error) {
    await remove();
    throw error;
  } finally {
    view.release();
  }
}

async function* liveKeys(view: View): AsyncGenerator<LiveKey> {
  for await (const { key, value, type = 'string', expireAt } of view.scan()) {
    yield { ...databaseKey(key), type, value, expireAt };
  }
}
