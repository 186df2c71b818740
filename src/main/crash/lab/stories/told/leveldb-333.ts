import { set, snapshot } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1'), snapshot];

export const leveldb333: Story = {
  id: 'leveldb-333',
  title: 'The table of zero bytes',
  system: 'LevelDB',
  year: 2016,
  versions: 'Reported without a version; closed in 2019 without a reproduction.',
  sources: [
    {
      title: 'Db corruption observed with powerloss, google/leveldb#333',
      url: 'https://github.com/google/leveldb/issues/333',
      date: '2016-01-20',
    },
  ],
  happened:
    'After a power loss a database could be read, but every write failed: bad magic number. One of its table files had a length of 0, and the manifest named it. The maintainers held that a table is synced before the manifest names it, asked for a way to reproduce it, and closed the report three years later. The cause was never found.',
  before:
    'A compaction has written a new table; the manifest names it, and the logs that it replaces are gone.',
  recoveryThen:
    'The manifest is read, the table is empty: what it should hold is nowhere else. The model shows that state, not its unknown cause: Walscope with one fsync taken out.',
  walscopeNow:
    'A compacted segment is sealed and synced before it has a name, and has a name on the disk before the manifest counts it.',
  cannotModel: null,
  sceneThen: {
    engine: 'walscope-without-compacted-fsync',
    steps,
    fsync: 'always',
    fault: 'power-loss',
    invariant: 'durability',
  },
  sceneNow: { engine: 'walscope', steps, fsync: 'always', fault: 'power-loss', invariant: 'durability' },
};
