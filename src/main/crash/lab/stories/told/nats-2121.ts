import { set } from '../../steps.ts';
import type { Story } from '../story.ts';

const steps = [set('a', '1')];

export const nats2121: Story = {
  id: 'nats-jetstream-2.12.1',
  title: 'Acknowledged, and synced two minutes later',
  system: 'NATS JetStream',
  year: 2025,
  versions: '2.12.1, with the default sync_interval of two minutes.',
  sources: [
    { title: 'Jepsen: NATS 2.12.1', url: 'https://jepsen.io/analyses/nats-2.12.1', date: '2025-12-08' },
    {
      title: 'JetStream loses acknowledged writes by default due to deferred fsync, nats-io/nats-server#7564',
      url: 'https://github.com/nats-io/nats-server/issues/7564',
      date: '2025-11',
    },
  ],
  happened:
    'Published messages are acknowledged at once and synced every two minutes. Jepsen simulated power failures of several nodes and lost acknowledged messages, in one run 131,418 of 930,005; truncated or rotten files on a minority of nodes lost more.',
  before: 'Messages that have been acknowledged and are in the memory of the system.',
  recoveryThen: 'The stream ends where the last sync was, or is gone altogether.',
  walscopeNow:
    'The default is to answer after the fsync. Whoever chooses everysec or no is told what that promises, and how far the log is proven.',
  cannotModel: null,
  sceneThen: {
    engine: 'jetstream-2.12.1',
    steps,
    fsync: 'always',
    fault: 'power-loss',
    invariant: 'durability',
  },
  sceneNow: { engine: 'walscope', steps, fsync: 'always', fault: 'power-loss', invariant: 'durability' },
};
