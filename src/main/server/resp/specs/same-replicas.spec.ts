import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readRedis } from '../../../formats/redis/read-redis.ts';
import { hasRedis7, RealRedis } from '../../../formats/redis/real-redis.ts';
import { scratchDirectories } from '../../../formats/testing/scratch.ts';
import { memoryDirectory, stateOf } from '../../../formats/testing/state.ts';
import { attach, wordsOf } from './attach.ts';
import { randomRequests } from './random-requests.ts';
import { randomWrite } from './random-writes.ts';
import type { RawClient } from './raw-client.ts';
import { type Served, servedDirectories } from './served.ts';

if (!hasRedis7) console.log('Left out: a real redis-server among the replicas, of which there is none here.');

const serve = servedDirectories();
const scratch = scratchDirectories();
const runs = process.env.WALSCOPE_LONG === '1' ? 3000 : 60;
const portions = 4;
const portionMs = 3;
/** The shortest deadlines of the requests have passed by then. */
const shortestMs = 12;

/** What the app does beside the server. */
const change = fc.record({ key: fc.constantFrom('k1', 'k2', 'k3'), value: fc.constantFrom('7', 'x') });
const requests = fc
  .tuple(
    randomRequests,
    fc.array(randomWrite, { minLength: 5, maxLength: 60, size: 'max' }),
    fc.infiniteStream(fc.boolean()),
  )
  .map(([some, others, chance]) => {
    const [left, right] = [[...some], [...others]];
    const mixed: string[][] = [];
    while (left.length > 0 && right.length > 0)
      mixed.push((chance.next().value ? left : right).shift() as string[]);
    // What has been queued is run as well.
    return [...mixed, ...left, ...right, ['EXEC']];
  });
interface Work {
  /** By clients at the same time. */
  clients: string[][][];
  changes: readonly { key: string; value: string }[];
}

const work: fc.Arbitrary<Work> = fc.record({
  clients: fc.array(requests, { minLength: 1, maxLength: 3 }),
  changes: fc.oneof(
    { arbitrary: fc.constant([]), weight: 2 },
    fc.array(change, { minLength: 1, maxLength: portions }),
  ),
});

/** All keys of an RDB or a log of commands; what no command tells is left out. */
async function stateIn(name: 'dump.rdb' | 'appendonly.aof', bytes: Buffer): Promise<unknown> {
  const fileSystem = await memoryDirectory('d', { [name]: bytes });
  const log = await readRedis('d', { fileSystem });
  expect(log.verdict.damaged).toEqual([]);
  const state = JSON.stringify(await stateOf(log, fileSystem));
  return JSON.parse(state, (key, value) =>
    key === 'seenTime' || key === 'entriesRead' ? 0 : inOrder(value),
  );
}

/** The order of fields, members and consumers is nobody's. */
function inOrder(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const named = value as Record<string, unknown>;
  if (named.type === 'set') return { ...named, value: [...(named.value as string[])].sort() };
  if (Array.isArray(named.consumers))
    return { ...named, consumers: [...named.consumers].sort((a, b) => (a.name < b.name ? -1 : 1)) };
  return named;
}

/** In portions, so that what is to expire soon does so between them, and others come between as well. */
async function run({ store }: Served, clients: readonly RawClient[], { clients: asked, changes }: Work) {
  for (let portion = 0; portion < portions; portion++) {
    const asking = asked.map((each, at) => {
      const size = Math.ceil(each.length / portions);
      return (clients[at] as RawClient).askAll(each.slice(portion * size, (portion + 1) * size));
    });
    const change = changes[portion];
    await Promise.all([...asking, change && store.set(change.key, change.value)]);
    await wait(portionMs);
  }
  await Promise.all(clients.map((client) => client.askAll([['RESET']])));
  await wait(shortestMs);
}

describe('replicas', () => {
  const replicas: RealRedis[] = [];
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.stop();
  });

  it('have the same keys in the end, whatever the commands were', { timeout: 3_600_000 }, async () => {
    const served = await serve({ cacheBytes: 2048 });
    const clients = await Promise.all([1, 2, 3].map(() => served.connect()));
    const [client] = clients as [RawClient, ...RawClient[]];
    const directory = await scratch();
    if (hasRedis7)
      replicas.push(
        await RealRedis.start(
          directory,
          ...['--replicaof', `127.0.0.1 ${served.server.port}`, '--repl-diskless-load', 'disabled'],
        ),
      );
    if (hasRedis7) await client.ask('WAIT', '1', '20000');
    let marks = 0;
    const property = fc.asyncProperty(work, async (asked) => {
      await client.ask('FLUSHALL');
      const { replica } = await attach(served.server.port);
      await run(served, clients, asked);
      const mark = `end${marks++}`;
      // What the app has changed is told by then.
      await client.ask('WAIT', '0', '0');
      await client.ask('PUBLISH', 'channel', mark);
      const told: string[] = [];
      do told.push(await replica.next());
      while (wordsOf(told.at(-1) as string) !== `PUBLISH channel ${mark}`);
      replica.close();
      const after = await attach(served.server.port);
      after.replica.close();
      const state = await stateIn('dump.rdb', after.snapshot);
      const commands = told.map(wordsOf);
      expect({
        commands,
        state: await stateIn('appendonly.aof', Buffer.from(told.join(''), 'latin1')),
      }).toEqual({
        commands,
        state,
      });
      for (const real of replicas) {
        expect(await client.ask('WAIT', '1', '20000')).toMatch(/^:[1-9]/);
        expect(real.ask('SAVE')).toBe('OK');
        expect({
          commands,
          state: await stateIn('dump.rdb', await readFile(join(directory, 'dump.rdb'))),
        }).toEqual({
          commands,
          state,
        });
      }
    });
    // What fails hangs on time as well: making it smaller would seldom find the same.
    await fc.assert(property, { numRuns: runs, endOnFailure: true });
  });
});
