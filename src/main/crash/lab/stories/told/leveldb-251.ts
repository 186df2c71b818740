import { set } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1'), set('large', 'x'.repeat(1200))];

export const leveldb251: Story = {
  id: 'leveldb-251',
  title: 'The repair that believed everything',
  system: 'LevelDB',
  year: 2014,
  versions: 'Reported in 2014, open.',
  sources: [
    {
      title:
        'After a power-loss, LevelDB does not discard partially-flushed transactions, google/leveldb#251',
      url: 'https://github.com/google/leveldb/issues/251',
      date: '2014-07-31',
    },
  ],
  happened:
    'The author of the ALICE study found that after a power loss and RepairDB, with paranoid checks on, a key can have a corrupted value: the repair reads log records without their checksums.',
  before:
    'A log whose last record is there in part: some of its bytes came to the disk, in place of the others there are zeros or garbage.',
  recoveryThen:
    'The repair takes the record as it is, and the value with zeros in its middle is served from then on.',
  walscopeNow:
    'A record counts only with its checksums, in recovery as in salvage. What does not match is a torn tail, and is said to be one.',
  cannotModel: null,
  sceneThen: {
    engine: 'leveldb-repair-2014',
    steps,
    fsync: 'always',
    fault: 'torn-write',
    invariant: 'no-invention',
  },
  sceneNow: { engine: 'walscope', steps, fsync: 'always', fault: 'torn-write', invariant: 'no-invention' },
};
