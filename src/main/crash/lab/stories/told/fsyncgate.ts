import { set, snapshot } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1'), snapshot];

export const fsyncgate: Story = {
  id: 'fsyncgate-2018',
  title: 'The fsync that succeeded the second time',
  system: 'PostgreSQL',
  year: 2018,
  versions:
    'Up to 11.1, 10.6, 9.6.11, 9.5.15 and 9.4.20; from the releases after them on a failed fsync ends the server.',
  sources: [
    {
      title: 'PostgreSQL’s handling of fsync() errors is unsafe and risks data loss, pgsql-hackers',
      url: 'https://www.postgresql.org/message-id/CAMsr+YHh+5Oq4xziwwoEfhoTZgr07vdGG+hu=1adXx59aTeaoQ@mail.gmail.com',
      date: '2018-03',
    },
    {
      title: 'Postgres, fsync, and OSs (specifically linux), pgsql-hackers',
      url: 'https://hackorum.dev/topics/38623',
      date: '2018-04',
    },
    {
      title: 'Change in behavior with fsync()',
      url: 'https://talkpostgresql.com/change-in-behavior-with-fsync-409',
      date: '2019-02',
    },
  ],
  happened:
    'A checkpoint writes data and syncs it, after which the log before it can be recycled. When that fsync failed the checkpoint was tried again, and the next fsync succeeded: Linux had dropped the pages and taken them for clean. For some twenty years a successful fsync had been read as proof of all earlier writes.',
  before: 'The log has been recycled after a checkpoint whose data never got to the disk.',
  recoveryThen: 'Data from before the checkpoint, and no log to bring it up to date.',
  walscopeNow:
    'A failed fsync is final. It is never tried again, the store turns read-only, and whatever was there before is left in place.',
  cannotModel: null,
  sceneThen: {
    engine: 'postgres-2018',
    steps,
    fsync: 'always',
    fault: 'fsync-error',
    invariant: 'durability',
  },
  sceneNow: { engine: 'walscope', steps, fsync: 'always', fault: 'fsync-error', invariant: 'durability' },
};
