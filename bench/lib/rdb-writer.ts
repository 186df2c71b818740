import { randomFillSync } from 'node:crypto';
import { nodeFileSystem } from '../../src/main/engine/fs/node-file-system.ts';
import type { LiveKey } from '../../src/main/formats/log/live-key.ts';
import { writeRdb } from '../../src/main/formats/redis/write/write-redis.ts';

/**
 * Writes an RDB of strings that is larger than the memory: `node rdb-writer.mjs FILE KEYS BYTES`. Keys are
 * `key:0` and on, as DEBUG POPULATE names them; no two values are alike.
 */
const [file = '', keys = '0', bytes = '0'] = process.argv.slice(2);

async function* strings(count: number, value: Buffer): AsyncGenerator<LiveKey> {
  for (let i = 0; i < count; i++) {
    value.writeUInt32LE(i, 0);
    yield { db: 0, key: Buffer.from(`key:${i}`), type: 'string', value, expireAt: null };
  }
}

const handle = await nodeFileSystem.open(file, 'create');
await writeRdb(handle, strings(Number(keys), randomFillSync(Buffer.alloc(Number(bytes)))), [], undefined);
await handle.close();
