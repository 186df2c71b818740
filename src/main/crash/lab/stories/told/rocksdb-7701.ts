import { set } from '../../steps.ts';
import type { Story } from '../story.ts';

/** Two of them do not fit into one log. */
const long = 'x'.repeat(150);

const steps = [set('a', long), set('b', long), set('c', long)];

export const rocksdb7701: Story = {
  id: 'rocksdb-7701',
  title: 'A log that ended too soon',
  system: 'RocksDB',
  year: 2020,
  versions: 'Recovery to a point in time, up to 6.15; repaired by facebook/rocksdb#7701.',
  sources: [
    {
      title: 'Fix kPointInTimeRecovery handling of truncated WAL, facebook/rocksdb#7701',
      url: 'https://github.com/facebook/rocksdb/pull/7701',
      date: '2020-11-19',
    },
  ],
  happened:
    'A log that ends within a record was taken for one whose writer had crashed there. Recovery went on with the next log as if nothing were missing, so a hole in the middle of history went unnoticed.',
  before: 'Two logs, written without fsync: the end of the first never got to the disk, the second did.',
  recoveryThen: 'All of the first up to the hole, and then the second: a state that never was.',
  walscopeNow:
    'Each segment says where the one before ended, and with which chain value. Recovery ends at the hole, what is behind it is kept for salvage, and the start says so.',
  cannotModel: null,
  sceneThen: {
    engine: 'rocksdb-logs-2020',
    steps,
    fsync: 'no',
    fault: 'size-before-data',
    invariant: 'prefix',
    segmentBytes: 300,
  },
  sceneNow: {
    engine: 'walscope',
    steps,
    fsync: 'no',
    fault: 'size-before-data',
    invariant: 'prefix',
    segmentBytes: 300,
  },
};
