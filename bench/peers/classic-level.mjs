import { installedVersion, whyNotInstalled } from './installed.mjs';

/** @type {import('./index.mjs').Contender} */
export default {
  id: 'classic-level',
  title: 'classic-level (LevelDB)',
  durable:
    '`put` with `sync: true`, UV_THREADPOOL_SIZE=64: LevelDB groups as many writers as there are threads',
  relaxed: '`put` with `sync: false`: answered once its log has been written to the OS',
  reads: '`getSync`',
  version: async () => installedVersion('classic-level'),
  unavailable: () => whyNotInstalled('classic-level'),
  environment: { UV_THREADPOOL_SIZE: '64' },
  async open(directory, mode) {
    const { ClassicLevel } = await import('classic-level');
    const level = new ClassicLevel(directory, { keyEncoding: 'buffer', valueEncoding: 'buffer' });
    await level.open();
    const options = { sync: mode === 'durable' };
    return {
      set: (key, value) => level.put(key, value, options),
      get: (key) => level.getSync(key),
      async scan(visit) {
        const iterator = level.iterator({ highWaterMarkBytes: 1 << 20 });
        for (;;) {
          const entries = await iterator.nextv(1_000);
          if (entries.length === 0) break;
          for (const [key, value] of entries) visit(key, value);
        }
        await iterator.close();
      },
      compact: () => level.compactRange(Buffer.alloc(0), Buffer.alloc(32, 0xff)),
      close: () => level.close(),
    };
  },
};
