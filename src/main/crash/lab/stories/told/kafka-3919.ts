import type { Story } from '../story.ts';

export const kafka3919: Story = {
  id: 'kafka-3919',
  title: 'Offsets that went backwards',
  system: 'Apache Kafka',
  year: 2016,
  versions: '0.9.0.1; resolved as fixed.',
  sources: [
    {
      title:
        'KAFKA-3919: Broker fails to start after ungraceful shutdown due to non-monotonically incrementing offsets in logs',
      url: 'https://issues.apache.org/jira/browse/KAFKA-3919',
      date: '2016-06',
    },
    {
      title: 'Discussion on the developers’ list',
      url: 'https://go.mail-archive.com/dev@kafka.apache.org/msg53014.html',
      date: '2016-06',
    },
  ],
  happened:
    'A power outage took a part of a cluster, with acks=1 and logs that had not been flushed. The broker that came up first became leader though it had recovered fewer messages than those that followed it. Followers cut their logs and went on, and in some of them offsets then went backwards; at the next start the index could not be rebuilt and the broker stopped.',
  before: 'Replicas of one partition that have each lost a different part of their unflushed end.',
  recoveryThen:
    'The index of a segment refuses an offset that is lower than the one before, and the broker does not start. Its operators deleted the segments.',
  walscopeNow:
    'Sequence numbers of a store are given by one writer and only grow; a frame that does not follow on by number and chain ends recovery and is reported.',
  cannotModel:
    'It takes several brokers, an election among them and logs that are cut to match a leader. The lab crashes one engine on one disk.',
  sceneThen: null,
  sceneNow: null,
};
