import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../../shared/seeded-random.ts';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import { open } from '../../../engine/open.ts';
import { liveKeys } from '../../../formats/log/live-keys.ts';
import { openValues } from '../../../formats/log/read-values.ts';
import { scratchDirectories } from '../../../formats/testing/scratch.ts';
import { readWalscopeLog } from '../../../formats/walscope/read-log.ts';
import { RespServer } from '../resp-server.ts';
import { RawClient } from './raw-client.ts';

const scratch = scratchDirectories();
const rounds = process.env.WALSCOPE_LONG === '1' ? 200 : 15;
const types = ['list', 'set', 'hash', 'zset', 'stream'] as const;
type Type = (typeof types)[number];

/** A structure of so many elements. */
function filled(type: Type, count: number): string[] {
  const elements = Array.from({ length: count }, (_, i) => i);
  switch (type) {
    case 'list':
      return ['RPUSH', type, ...elements.map((i) => `element ${i}`)];
    case 'set':
      return ['SADD', type, ...elements.map((i) => `member ${i}`)];
    case 'hash':
      return ['HSET', type, ...elements.flatMap((i) => [`field ${i}`, `value ${i}`])];
    case 'zset':
      return ['ZADD', type, ...elements.flatMap((i) => [String(i), `member ${i}`])];
    case 'stream':
      return ['XADD', type, '1-1', 'field', 'value'];
  }
}

function change(type: Type, random: SeededRandom): string[] {
  const n = String(random.below(700));
  const any = (...commands: string[][]): string[] => random.pick(commands);
  switch (type) {
    case 'list':
      return any(
        ['RPUSH', type, `new ${n}`],
        ['LPUSH', type, `new ${n}`, `newer ${n}`],
        ['LSET', type, '-1', `set ${n}`],
        ['LINSERT', type, 'BEFORE', `element ${n}`, `before ${n}`],
        ['LREM', type, '1', `element ${n}`],
        ['LPOP', type, '3'],
        ['EXPIRE', type, '1000'],
      );
    case 'set':
      return any(['SADD', type, `new ${n}`], ['SREM', type, `member ${n}`], ['SPOP', type]);
    case 'hash':
      return any(
        ['HSET', type, `field ${n}`, `new ${n}`],
        ['HDEL', type, `field ${n}`],
        ['HINCRBY', type, 'n', n],
      );
    case 'zset':
      return any(['ZINCRBY', type, n, `member ${n}`], ['ZREM', type, `member ${n}`], ['ZPOPMIN', type]);
    case 'stream':
      return any(
        ['XADD', type, '*', 'field', `value ${n}`],
        ['XADD', type, '*', 'field', `value ${n}`],
        ['XADD', type, '*', 'field', `value ${n}`, 'another', 'field'],
        ['XREADGROUP', 'GROUP', 'group', 'consumer', 'COUNT', '5', 'STREAMS', type, '>'],
        ['XTRIM', type, 'MAXLEN', '600'],
      );
  }
}

describe('large structures in the log', () => {
  it('are read as they were, whatever was done to them', { timeout: 300_000 }, async () => {
    const directory = await scratch();
    const random = new SeededRandom(Date.now());
    const store = await open(directory, { fsync: 'no', segmentBytes: 400_000, garbageShare: 0.7 });
    const server = await RespServer.start(store, { port: 0 });
    const client = await RawClient.connect(server.port);
    await client.askAll(types.map((type) => filled(type, 600)));
    for (let i = 0; i < 300; i++) await client.ask('XADD', 'stream', '*', 'field', `value ${i}`);
    await client.ask('XGROUP', 'CREATE', 'stream', 'group', '0');
    let patches = 0;
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < 10; turn++) {
        const commands = types.flatMap((type) =>
          Array.from({ length: 1 + random.below(4) }, () => change(type, random)),
        );
        await client.askAll(commands);
      }
      patches += types.filter((type) => store.locate(type)?.isPatch).length;
      if (round % 5 === 4) await client.ask('SAVE');
      const digest = await client.ask('DEBUG', 'DIGEST');
      await client.ask('DEBUG', 'RELOAD');
      expect(await client.ask('DEBUG', 'DIGEST')).toBe(digest);
      for (const type of types) expect(store.locate(type)?.valueLength).toBe(store.getSync(type)?.length);
    }
    // What was read anew is whole when it is next changed, and a patch after that.
    expect(patches).toBeGreaterThan(3 * rounds);

    const log = await readWalscopeLog(directory, { fileSystem: nodeFileSystem });
    for await (const { key, value } of liveKeys(log, nodeFileSystem)) {
      expect(Buffer.from(value)).toEqual(Buffer.from(store.getSync(key) ?? ''));
    }
    const values = openValues(log, nodeFileSystem);
    for (let index = 0; index < log.table.count; index++) {
      const { valueLength, op } = log.table.record(index);
      if (op === 'set') expect(await values.read(index)).toHaveLength(valueLength);
    }
    await values.close();
    client.close();
    await server.close();
    await store.close();
  });

  it('take of the log what changes', async () => {
    const directory = await scratch();
    const store = await open(directory, { fsync: 'no' });
    const server = await RespServer.start(store, { port: 0 });
    const client = await RawClient.connect(server.port);
    await client.askAll([filled('list', 20_000), filled('zset', 20_000), filled('hash', 20_000)]);
    const first = store.stats().sizeBytes;
    for (let i = 0; i < 100; i++) {
      await client.askAll([
        ['RPUSH', 'list', 'x'],
        ['ZADD', 'zset', '3', `member ${100 * i}`],
        ['HSET', 'hash', `field ${100 * i}`, 'changed'],
      ]);
    }
    // The segment that they were first written to takes no patches: they are written once more.
    expect(store.stats().sizeBytes).toBeLessThan(2 * first + 100_000);
    client.close();
    await server.close();
    await store.close();
  });
});
