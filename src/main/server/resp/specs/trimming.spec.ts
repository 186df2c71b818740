import { describe, expect, it } from 'vitest';
import { hasRedis7, TwoServers } from './two-servers.ts';

describe.runIf(hasRedis7)('trimming about', () => {
  it('removes as many entries as Redis, which keeps a hundred together', async () => {
    const servers = await TwoServers.start();
    const clients = await servers.connect();
    try {
      const entries = Array.from({ length: 1000 }, (_, at) => ['XADD', 's', `${at + 1}-1`, 'f', 'v']);
      const lengths = [
        ['XTRIM', 's', 'MAXLEN', '666'],
        ['XTRIM', 's', 'MAXLEN', '=', '555'],
        ['XTRIM', 's', 'MAXLEN', '~', '444'],
        ['XTRIM', 's', 'MAXLEN', '~', '400'],
        ['XTRIM', 's', 'MINID', '~', '720-1'],
        ['XTRIM', 's', 'MAXLEN', '~', '0', 'LIMIT', '99'],
        ['XTRIM', 's', 'MAXLEN', '~', '0', 'LIMIT', '150'],
        ['XADD', 's', 'MAXLEN', '~', '100', '2000-1', 'f', 'v'],
        ['XLEN', 's'],
        // The last block goes as well when nothing of it is to stay, however few it holds.
        ['XTRIM', 's', 'MAXLEN', '~', '0', 'LIMIT', '1'],
        ['XTRIM', 's', 'MAXLEN', '~', '0'],
        ['XINFO', 'STREAM', 's'],
        ['XADD', 's', '3000-1', 'f', 'v'],
        ['XADD', 's', '3000-2', 'f', 'v'],
        ['XTRIM', 's', 'MAXLEN', '~', '1'],
        ['XTRIM', 's', 'MINID', '~', '3000-2'],
        ['XTRIM', 's', 'MINID', '~', '3000-3', 'LIMIT', '1'],
        ['XTRIM', 's', 'MINID', '~', '3000-3', 'LIMIT', '2'],
        ['XADD', 's', 'MAXLEN', '~', '0', '4000-1', 'f', 'v'],
        ['XLEN', 's'],
      ];
      expect(await clients.differences([...entries, ...lengths])).toEqual([]);
    } finally {
      clients.close();
      await servers.stop();
    }
  });
});
