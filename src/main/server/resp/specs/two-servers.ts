import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../../engine/api.ts';
import { open } from '../../../engine/open.ts';
import { hasRedis7, RealRedis } from '../../../formats/redis/real-redis.ts';
import { RespServer } from '../resp-server.ts';
import { normalReply } from './normal-reply.ts';
import { RawClient } from './raw-client.ts';

export { hasRedis7 };

/** A real redis-server and one over a store, side by side. */
export class TwoServers {
  readonly real: RealRedis;
  readonly ours: RespServer;
  readonly #store: Store;
  readonly #directories: string[];

  private constructor(real: RealRedis, ours: RespServer, store: Store, directories: string[]) {
    this.real = real;
    this.ours = ours;
    this.#store = store;
    this.#directories = directories;
  }

  static async start(): Promise<TwoServers> {
    const directories = [0, 1].map(() => mkdtemp(join(tmpdir(), 'walscope-resp-')));
    const [realDirectory, ourDirectory] = (await Promise.all(directories)) as [string, string];
    const real = await RealRedis.start(realDirectory, '--enable-debug-command', 'yes');
    const store = await open(ourDirectory, { fsync: 'no' });
    // A small cache, so that values are read back from the store as well.
    const ours = await RespServer.start(store, { port: 0, cacheBytes: 1024 });
    return new TwoServers(real, ours, store, [realDirectory, ourDirectory]);
  }

  async stop(): Promise<void> {
    await this.ours.close();
    await this.#store.close();
    await this.real.stop();
    for (const directory of this.#directories) await rm(directory, { recursive: true, force: true });
  }

  async connect(): Promise<TwoClients> {
    return new TwoClients(await RawClient.connect(this.real.port), await RawClient.connect(this.ours.port));
  }
}

export interface Difference {
  request: readonly string[];
  real: string;
  ours: string;
}

/** One client at each of both. */
export class TwoClients {
  readonly real: RawClient;
  readonly ours: RawClient;

  constructor(real: RawClient, ours: RawClient) {
    this.real = real;
    this.ours = ours;
  }

  /** Runs the same requests on both, from empty databases on; the requests that were answered differently. */
  async differences(requests: readonly (readonly string[])[], version: 2 | 3 = 2): Promise<Difference[]> {
    const all = [['RESET'], ['FLUSHALL'], ['HELLO', String(version)], ...requests];
    const [real, ours] = await Promise.all([this.real.askAll(all), this.ours.askAll(all)]);
    return requests.flatMap((request, index) => {
      const [theirs, own] = [real, ours].map((replies) => normalReply(request, replies[index + 3] as string));
      return theirs === own ? [] : [{ request, real: theirs as string, ours: own as string }];
    });
  }

  close(): void {
    this.real.close();
    this.ours.close();
  }
}
