import { set } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1'), set('b', '2')];

export const etcd11488: Story = {
  id: 'etcd-11488',
  title: 'Half a write in a file made ahead',
  system: 'etcd',
  year: 2019,
  versions: '3.3; the thread was closed without a change.',
  sources: [
    {
      title: 'ETCD data gets corrupted with error walpb: crc mismatch, etcd-io/etcd#11488',
      url: 'https://github.com/etcd-io/etcd/issues/11488',
      date: '2019-12-31',
    },
    {
      title: 'wal: repair torn writes, etcd-io/etcd#5250',
      url: 'https://github.com/etcd-io/etcd/pull/5250',
      date: '2016-05-02',
    },
  ],
  happened:
    'After a hard reboot a member did not start: a record of its log did not match its checksum, and many of the last entries were zeros. Its operator deleted the directory and let the cluster fill it again.',
  before: 'A log file made ahead and full of zeros, in which the last write got to the disk in part.',
  recoveryThen:
    'etcd repairs a log that ends early, and takes a record that lacks whole sectors for a torn write. Anything else that does not match is corruption: the member does not start.',
  walscopeNow:
    'Nothing whole follows and nothing says that the record had been durable: it is a torn tail. The start says so and goes on behind it.',
  cannotModel: null,
  sceneThen: { engine: 'etcd-wal-2019', steps, fsync: 'always', fault: 'torn-write', invariant: 'opens' },
  sceneNow: { engine: 'walscope', steps, fsync: 'always', fault: 'torn-write', invariant: 'opens' },
};
