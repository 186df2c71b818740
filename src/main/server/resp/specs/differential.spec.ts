import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bitmapCases } from './cases/bitmaps.ts';
import { connectionCases } from './cases/connection.ts';
import { debugCases } from './cases/debug.ts';
import { encodingCases } from './cases/encodings.ts';
import { genericCases } from './cases/generic.ts';
import { geoCases } from './cases/geo.ts';
import { hyperLogLogCases } from './cases/hyperloglog.ts';
import { keysAndFlagsCases } from './cases/keys-and-flags.ts';
import { requestsOf } from './cases/requests.ts';
import { sortedSetCases } from './cases/sorted-sets.ts';
import { pubSubCases, streamCases } from './cases/streams.ts';
import { stringCases } from './cases/strings.ts';
import { hashCases, listCases, setCases } from './cases/structures.ts';
import { hasRedis7, TwoServers } from './two-servers.ts';

const cases = {
  ...stringCases,
  ...genericCases,
  ...hashCases,
  ...listCases,
  ...setCases,
  ...sortedSetCases,
  ...streamCases,
  ...pubSubCases,
  ...bitmapCases,
  ...hyperLogLogCases,
  ...geoCases,
  ...connectionCases,
  ...debugCases,
  ...encodingCases,
  ...keysAndFlagsCases,
};

if (!hasRedis7) console.warn('No redis-server 7 is installed: answers are not compared with its own.');

describe.runIf(hasRedis7)('answers as a real redis-server does', () => {
  let servers: TwoServers;
  beforeAll(async () => {
    servers = await TwoServers.start();
  });
  afterAll(() => servers.stop());

  it.each(Object.keys(cases))('%s', async (name) => {
    const requests = requestsOf(cases[name as keyof typeof cases] as string);
    for (const version of [2, 3] as const) {
      const clients = await servers.connect();
      expect(await clients.differences(requests, version)).toEqual([]);
      clients.close();
    }
  });
});
