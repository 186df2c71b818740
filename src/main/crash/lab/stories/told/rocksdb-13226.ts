import { set } from '../../steps.ts';
import type { Story } from '../story.ts';

/** Two of them do not fit into one log. */
const long = 'x'.repeat(150);

const steps = [set('a', long), set('b', long), set('c', long)];

export const rocksdb13226: Story = {
  id: 'rocksdb-13226',
  title: 'A hole between two whole records',
  system: 'RocksDB',
  year: 2024,
  versions:
    'All before the option of facebook/rocksdb#13226, which is experimental; an older one knows only of logs that had been synced.',
  sources: [
    {
      title: 'Detect WAL hole, facebook/rocksdb#13226',
      url: 'https://github.com/facebook/rocksdb/pull/13226',
      date: '2024-12',
    },
    {
      title: 'Detect missing records in WAL recovery, facebook/rocksdb#12488',
      url: 'https://github.com/facebook/rocksdb/issues/12488',
      date: '2024',
    },
  ],
  happened:
    'The repair of 2020 notices a log that ends within a record. One that has lost whole records at its end looks like a shorter log, and recovery went on with the next. Since then each log can say which was the one before it, how long it was and where it ended.',
  before:
    'Two logs, written without fsync: the last record of the first is missing altogether, the second is there.',
  recoveryThen:
    'Nothing is noticed: the records of the second log follow those of the first with one missing in between.',
  walscopeNow:
    'The first frame of a segment has to follow on from the last of the one before, by number and by chain. It does not, and recovery ends there.',
  cannotModel: null,
  sceneThen: {
    engine: 'rocksdb-logs-2024',
    steps,
    fsync: 'no',
    fault: 'reordered-writes',
    invariant: 'prefix',
    segmentBytes: 300,
  },
  sceneNow: {
    engine: 'walscope',
    steps,
    fsync: 'no',
    fault: 'reordered-writes',
    invariant: 'prefix',
    segmentBytes: 300,
  },
};
