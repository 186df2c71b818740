import { set, snapshot } from '../../steps.ts';
import type { ExhibitPage } from '../page.ts';

export const redisAofPage: ExhibitPage = {
  engine: 'redis-aof',
  title: 'Redis’s append-only file',
  source: 'The text on Redis persistence, and the multi-part AOF of Redis 7',
  method:
    'Commands are appended as clients send them, with the fsync that appendfsync asks for. A rewrite begins a new increment, writes a new base beside it, syncs and renames it, and lets a manifest, replaced by temp, fsync, rename and directory fsync, say which files count. A last command that does not end is cut off.',
  promises: [
    'always syncs every write, everysec loses about a second, no leaves it to the system.',
    'A rewrite is safe: the old files count until the new ones do.',
    'A truncated file can be recovered in part.',
  ],
  findings: [
    {
      fault: 'lost-directory-entry',
      invariant: 'opens',
      workload: 'snapshot',
      fsync: 'always',
      sentence:
        'The new base and the manifest are renamed under one directory fsync. Where a file system keeps only the later rename the manifest names a base that is not there, and the server will not start.',
    },
    {
      fault: 'bit-rot',
      invariant: 'no-invention',
      workload: 'puts',
      fsync: 'always',
      sentence: 'Commands carry no checksum: a flipped bit in a value is a value.',
    },
    {
      fault: 'lost-directory-entry',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence: 'The directory of the files is made and never synced into its parent.',
    },
  ],
  smallest: {
    engine: 'redis-aof',
    fsync: 'always',
    steps: [set('a', '1'), snapshot],
    fault: 'lost-directory-entry',
    invariant: 'opens',
    lostRename: 'appendonly.aof.2.base.aof',
  },
  remedy:
    'A directory fsync between the rename of the base and that of the manifest, and a checksum for each command.',
};
