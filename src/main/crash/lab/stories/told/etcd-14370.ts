import { set } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1')];

export const etcd14370: Story = {
  id: 'etcd-14370',
  title: 'A cluster of one that answered too early',
  system: 'etcd',
  year: 2022,
  versions: '3.4 up to 3.4.20 and 3.5 up to 3.5.4; repaired in 3.4.21 and 3.5.5.',
  sources: [
    {
      title: 'Durability API guarantee broken in single node cluster, etcd-io/etcd#14370',
      url: 'https://github.com/etcd-io/etcd/issues/14370',
      date: '2022-08',
    },
    {
      title: 'Revert the etcdserver side change for the data loss in one node cluster, etcd-io/etcd#14505',
      url: 'https://github.com/etcd-io/etcd/pull/14505',
      date: '2022-09-22',
    },
  ],
  happened:
    'In a cluster with a single member nobody else has to agree, so an entry was committed, applied and answered while its write to the log was still under way. A crash in between lost an answered write.',
  before: 'The client has its answer; the log does not have the entry yet.',
  recoveryThen:
    'The log is replayed, and ends before the entry. Not even a power loss is needed: a kill is enough.',
  walscopeNow: 'A caller is answered after the fsync that the policy asks for, never before.',
  cannotModel: null,
  sceneThen: {
    engine: 'etcd-alone-2022',
    steps,
    fsync: 'always',
    fault: 'process-kill',
    invariant: 'durability',
  },
  sceneNow: { engine: 'walscope', steps, fsync: 'always', fault: 'process-kill', invariant: 'durability' },
};
