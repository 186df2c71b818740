import { afterEach, expect, it } from 'vitest';
import type { Store } from '../../../engine/api.ts';
import { FaultyFileSystem } from '../../../engine/fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../../../engine/fs/memory-file-system.ts';
import { open } from '../../../engine/open.ts';
import { Keyspace } from '../keyspace/keyspace.ts';
import type { StoredDatabase } from '../keyspace/stored-database.ts';
import { Turns } from './turns.ts';

let store: Store;
afterEach(() => store.close().catch(() => undefined));

it('promises nothing of a turn whose changes went down with the failure of the turn before', async () => {
  const fileSystem = new FaultyFileSystem(new MemoryFileSystem());
  store = await open('/store', { fileSystem, fsync: 'always' });
  const keyspace = new Keyspace(store);
  const turns = new Turns(keyspace);
  const db = keyspace.databases[0] as StoredDatabase;
  fileSystem.arm({ kind: 'sync', nth: fileSystem.count('sync') + 1, errno: 'EIO', duration: 'once' });
  db.put('first', { type: 'string', text: '1' });
  const first = keyspace.commit();
  db.put('second', { type: 'string', text: '1' });
  await expect(first).rejects.toMatchObject({ code: 'FSYNC_FAILED' });
  await expect(turns.committed()).rejects.toMatchObject({ code: 'READ_ONLY' });
  expect(db.get('second')).toBeNull();
  await expect(turns.committed()).resolves.toBeUndefined();
});
