import { join } from 'node:path';
import { installedVersion, whyNotInstalled } from './installed.mjs';

/** @type {import('./index.mjs').Contender} */
export default {
  id: 'lmdb',
  title: 'lmdb',
  durable:
    '`put` with `overlappingSync: false`: its transactions gather concurrent puts and are synced before they resolve',
  relaxed: '`put` with `noSync: true`',
  reads: '`getBinary`, a copy of the value as ours is',
  version: async () => installedVersion('lmdb'),
  unavailable: () => whyNotInstalled('lmdb'),
  async open(directory, mode) {
    const { open } = await import('lmdb');
    const database = open({
      path: join(directory, 'data.mdb'),
      encoding: 'binary',
      keyEncoding: 'binary',
      noSync: mode === 'relaxed',
      overlappingSync: false,
    });
    return {
      set: (key, value) => database.put(key, value),
      get: (key) => database.getBinary(key),
      async scan(visit) {
        for (const { key, value } of database.getRange()) visit(key, value);
      },
      compact: () => database.backup(join(directory, 'compacted.mdb'), true),
      async close() {
        // A database that never synced is only comparable on disk once it has.
        if (mode === 'relaxed') await database.flushed;
        await database.close();
      },
    };
  },
};
