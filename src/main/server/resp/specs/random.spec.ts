import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomRequests } from './random-requests.ts';
import { hasRedis7, TwoServers } from './two-servers.ts';

const runs = process.env.WALSCOPE_LONG === '1' ? 20_000 : 250;

describe.runIf(hasRedis7)('commands by chance', () => {
  let servers: TwoServers;
  beforeAll(async () => {
    servers = await TwoServers.start();
  });
  afterAll(() => servers.stop());

  it('are answered as by a real redis-server', { timeout: 3_600_000 }, async () => {
    const clients = await servers.connect();
    const property = fc.asyncProperty(
      randomRequests,
      fc.constantFrom(2 as const, 3 as const),
      async (requests, version) => {
        expect(await clients.differences(requests, version)).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: runs });
    clients.close();
  });
});
