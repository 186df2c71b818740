import { set, snapshot } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1'), snapshot];

export const redis10737: Story = {
  id: 'redis-10737',
  title: 'A rename that was only in memory',
  system: 'Redis',
  year: 2022,
  versions: '7.0.0 to 7.0.2 and, for snapshots, all before; repaired in 7.0.3.',
  sources: [
    {
      title: 'Fsync directory while persisting AOF manifest, RDB file, and config file, redis/redis#10737',
      url: 'https://github.com/redis/redis/pull/10737',
      date: '2022-05-17',
    },
    { title: 'Ensuring data reaches disk, LWN', url: 'https://lwn.net/Articles/457667/', date: '2011-09-07' },
  ],
  happened:
    'Manifest, snapshot and configuration were written to a temporary file, synced and renamed, but the directory was not synced. A contributor pointed out that a power loss can take the rename back.',
  before: 'A rewrite has put a new manifest in place and removed the files that the old one names.',
  recoveryThen:
    'After the power loss the old manifest is there again. The files that it names are gone, and the server does not start.',
  walscopeNow:
    'The directory is synced after each rename, before anything is removed that the manifest before it counts.',
  cannotModel: null,
  sceneThen: {
    engine: 'redis-aof-7.0.0',
    steps,
    fsync: 'always',
    fault: 'lost-directory-entry',
    invariant: 'opens',
    lostRename: 'appendonly.aof.manifest',
  },
  sceneNow: { engine: 'walscope', steps, fsync: 'always', fault: 'lost-directory-entry', invariant: 'opens' },
};
