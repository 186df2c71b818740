import { compact, remove, set } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1'), set('b', '2'), set('c', '3'), compact, remove('a'), compact];

export const bitcask82: Story = {
  id: 'bitcask-82',
  title: 'Deleted keys that came back',
  system: 'Bitcask',
  year: 2013,
  versions: 'Up to 1.6; repaired in 1.7.0, with Riak 2.0.',
  sources: [
    {
      title: 'Deleted keys can be resurrected after restart, basho/bitcask#82',
      url: 'https://github.com/basho/bitcask/issues/82',
      date: '2013-03-12',
    },
    {
      title: 'Fix race with concurrent merges and deletes, basho/bitcask#148',
      url: 'https://github.com/basho/bitcask/pull/148',
      date: '2014-03-14',
    },
    {
      title: 'Allow clean up of tombstones, basho/bitcask#156',
      url: 'https://github.com/basho/bitcask/pull/156',
      date: '2014-04-22',
    },
  ],
  happened:
    'A key is written to one file and deleted in a later one. A merge takes the later file only, and drops the tombstone since the key is not in memory any more. At the next start the older file still has the value.',
  before:
    'The first file holds the value and is not worth merging; the second held nothing but the tombstone.',
  recoveryThen:
    'Files are read in order, no tombstone is met, and the deleted key is there again. No crash is needed: any restart does it.',
  walscopeNow: 'A compaction keeps tombstones as long as an older segment is left that may hold the key.',
  cannotModel: null,
  sceneThen: {
    engine: 'bitcask-2013',
    steps,
    fsync: 'always',
    fault: 'process-kill',
    invariant: 'no-resurrection',
  },
  sceneNow: {
    engine: 'walscope',
    steps,
    fsync: 'always',
    fault: 'process-kill',
    invariant: 'no-resurrection',
  },
};
