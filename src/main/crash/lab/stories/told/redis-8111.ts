import { set } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1'), set('b', '2')];

export const redis8111: Story = {
  id: 'redis-8111',
  title: 'The fsync nobody looked at',
  system: 'Redis',
  year: 2020,
  versions:
    'Up to 6.0. From 6.2.0 on a failed fsync under always ends the server (redis/redis#8347); the others are looked at from 6.2.2 on (redis/redis#8419).',
  sources: [
    {
      title: 'Redis doesn’t check a return code of fsync, redis/redis#8111',
      url: 'https://github.com/redis/redis/issues/8111',
      date: '2020-11-30',
    },
    {
      title: 'Redis exit for fsync error when the AOF fsync policy is always, redis/redis#8347',
      url: 'https://github.com/redis/redis/pull/8347',
      date: '2021-01-24',
    },
    {
      title: 'Can Applications Recover from fsync Failures? Rebello and others, USENIX ATC 2020',
      url: 'https://www.usenix.org/system/files/atc20-rebello.pdf',
      date: '2020-07',
    },
  ],
  happened:
    'Researchers of the University of Wisconsin failed fsyncs on purpose. Redis did not look at what fsync returned: clients were answered, and went on reading values from memory that the disk never got.',
  before:
    'The policy is always; a write is in the file, and its fsync fails: the system drops the pages and takes them for clean.',
  recoveryThen:
    'Nothing at all: the client has its OK, later fsyncs succeed, and after a crash the command is missing from the file.',
  walscopeNow: 'The store turns read-only at once, the caller is told, and no later write is promised.',
  cannotModel: null,
  sceneThen: {
    engine: 'redis-aof-2020',
    steps,
    fsync: 'always',
    fault: 'fsync-error',
    invariant: 'durability',
  },
  sceneNow: { engine: 'walscope', steps, fsync: 'always', fault: 'fsync-error', invariant: 'durability' },
};
