import { join } from 'node:path';
import { installedVersion, whyNotInstalled } from './installed.mjs';

/** @type {import('./index.mjs').Contender} */
export default {
  id: 'sqlite',
  title: 'better-sqlite3',
  durable: 'WAL, `synchronous = FULL`, one transaction a set: SQLite has no group commit across callers',
  relaxed: 'WAL, `synchronous = NORMAL`, one transaction a set',
  reads: 'a prepared `SELECT`',
  version: async () => installedVersion('better-sqlite3'),
  blocking: true,
  unavailable: () => whyNotInstalled('better-sqlite3'),
  async open(directory, mode) {
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(join(directory, 'data.sqlite'));
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${mode === 'durable' ? 'FULL' : 'NORMAL'}`);
    database.exec('CREATE TABLE IF NOT EXISTS kv (k BLOB PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID');
    const upsert = database.prepare(
      'INSERT INTO kv VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v',
    );
    const select = database.prepare('SELECT v FROM kv WHERE k = ?').pluck();
    const all = database.prepare('SELECT k, v FROM kv ORDER BY k').raw();
    return {
      set(key, value) {
        upsert.run(key, value);
      },
      get: (key) => select.get(key),
      async scan(visit) {
        for (const [key, value] of all.iterate()) visit(key, value);
      },
      async unmeasured(write) {
        database.exec('BEGIN');
        await write();
        database.exec('COMMIT');
      },
      async compact() {
        database.exec('VACUUM');
        database.pragma('wal_checkpoint(TRUNCATE)');
      },
      async close() {
        database.close();
      },
    };
  },
};
