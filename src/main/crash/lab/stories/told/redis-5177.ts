import { set } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1'), set('b', '2')];

export const redis5177: Story = {
  id: 'redis-5177',
  title: 'A log padded with zeros',
  system: 'Redis',
  year: 2018,
  versions: 'Reported for 4.0.9; the thread is open, and a limit for broken tails was proposed in 2025.',
  sources: [
    {
      title: 'AOF file corrupted after a power loss, redis/redis#5177',
      url: 'https://github.com/redis/redis/issues/5177',
      date: '2018-07-26',
    },
    {
      title: 'AOF file is padded with zeroes after a power failure, valkey-io/valkey#1148',
      url: 'https://github.com/valkey-io/valkey/issues/1148',
      date: '2024-10-11',
    },
    {
      title: 'Add auto-repair options for broken AOF tail on startup, redis/redis#14348',
      url: 'https://github.com/redis/redis/pull/14348',
      date: '2025-09-11',
    },
  ],
  happened:
    'After a power outage Redis did not come back: its append-only file ended in bytes that are no command, although aof-load-truncated was on. Others found that the tail consisted of zeros.',
  before:
    'An append-only file whose last write had made it longer, while the bytes of that write were not on the disk yet.',
  recoveryThen:
    'A file that ends within a command is cut off and loaded. Zeros are not an end but a bad format: the server stops and asks for redis-check-aof --fix.',
  walscopeNow:
    'Zeros behind the last frame are what a grown file looks like before its data comes. The start says so if anything was lost, reads all that is before them and goes on.',
  cannotModel: null,
  sceneThen: { engine: 'redis-aof', steps, fsync: 'always', fault: 'size-before-data', invariant: 'opens' },
  sceneNow: { engine: 'walscope', steps, fsync: 'always', fault: 'size-before-data', invariant: 'opens' },
};
