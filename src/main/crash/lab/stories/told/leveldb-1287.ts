import { set } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1'), set('b', '2')];

export const leveldb1287: Story = {
  id: 'leveldb-1287',
  title: 'Writing on behind half a record',
  system: 'LevelDB',
  year: 2025,
  versions: 'All with the experimental option reuse_logs; a repair is proposed in google/leveldb#1336.',
  sources: [
    {
      title: 'reuse_logs can reuse a log with an incomplete record, google/leveldb#1287',
      url: 'https://github.com/google/leveldb/issues/1287',
      date: '2025-11-02',
    },
    {
      title: 'Do not reuse logs that end with an incomplete record, google/leveldb#1336',
      url: 'https://github.com/google/leveldb/pull/1336',
      date: '2026-06-11',
    },
  ],
  happened:
    'A log that ends within a record is no corruption to the reader: the writer died, and nobody had been answered. With reuse_logs the next process appends to that very log, behind the half record.',
  before:
    'A log whose last record was cut off by a crash; the process has been started again and written more.',
  recoveryThen:
    'The start after that meets half a record with something behind it: that is corruption, and the answered writes behind it are lost.',
  walscopeNow:
    'Damaged or torn bytes are never written behind: the log goes on in a new segment that says where the one before logically ends.',
  cannotModel: null,
  sceneThen: {
    engine: 'leveldb-reuse-2025',
    steps,
    fsync: 'always',
    fault: 'torn-write',
    invariant: 'writable-after',
  },
  sceneNow: { engine: 'walscope', steps, fsync: 'always', fault: 'torn-write', invariant: 'writable-after' },
};
