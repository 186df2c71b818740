import { set, snapshot } from '../../steps.ts';
import type { ExhibitPage } from '../page.ts';

export const walPatternPage: ExhibitPage = {
  engine: 'wal-pattern',
  title: 'The write-ahead log as a pattern',
  source: 'The WAL pattern',
  method:
    'Each operation is a line that is appended and synced, applied to the table in memory, and flagged as applied where it stands. A checkpoint writes the table and empties the log. A start replays every line, whatever its flag.',
  promises: [
    'The log survives a crash, and replaying it gives the exact state: it may be done again safely.',
    'Without an fsync an answered write is not safe: the text asks for it.',
    'A checkpoint bounds the log.',
  ],
  findings: [
    {
      fault: 'process-kill',
      invariant: 'opens',
      workload: 'puts',
      fsync: 'always',
      sentence: 'The text has no torn entry: half a line ends the replay with an error.',
    },
    {
      fault: 'reordered-writes',
      invariant: 'durability',
      workload: 'snapshot',
      fsync: 'always',
      sentence:
        'The checkpoint syncs the table but not its name: the log is empty, and the table is the old one.',
    },
    {
      fault: 'bit-rot',
      invariant: 'loss-reported',
      workload: 'puts',
      fsync: 'always',
      sentence: 'Entries have no checksum: a changed one is replayed like any other.',
    },
  ],
  smallest: {
    engine: 'wal-pattern',
    fsync: 'always',
    steps: [set('x', '1'), snapshot],
    fault: 'reordered-writes',
    invariant: 'durability',
    lostRename: 'table.json',
  },
  remedy: 'Truncate the log only when the checkpoint and its name are on the disk.',
};

export const walAppliedFlagsPage: ExhibitPage = {
  engine: 'wal-applied-flags',
  title: 'The log that trusts its flags',
  source: 'The WAL pattern, going on after a crash with what is not applied yet',
  method: 'The same, but a start replays only the entries that are not flagged as applied.',
  promises: ['What is applied need not be applied again.'],
  findings: [
    {
      fault: 'process-kill',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence:
        'The flag is in the file and the table was in memory: what is flagged is what is lost, by any crash at all.',
    },
    {
      fault: 'torn-write',
      invariant: 'durability',
      workload: 'overwrites',
      fsync: 'always',
      sentence: 'The same for entries before the one that was torn.',
    },
  ],
  smallest: {
    engine: 'wal-applied-flags',
    fsync: 'always',
    steps: [set('x', '1')],
    fault: 'process-kill',
    invariant: 'durability',
  },
  remedy: 'A flag may say only what is durable: replay all since the checkpoint.',
};

export const walBatchJobPage: ExhibitPage = {
  engine: 'wal-batch-job',
  title: 'A batch job with a log',
  source: 'The batch job’s log',
  method:
    'Each run is logged and synced as one line, then the result file is written anew in place and synced, then the log is emptied. A start reads the result and applies what is in the log.',
  promises: ['A job that crashes can be recovered: its changes are in the log before they are in the file.'],
  findings: [
    {
      fault: 'process-kill',
      invariant: 'opens',
      workload: 'puts',
      fsync: 'always',
      sentence:
        'The log has the change, not the file: when the file is half written there is nothing to apply the change to.',
    },
    {
      fault: 'lost-directory-entry',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence: 'Neither file’s name is ever synced.',
    },
    {
      fault: 'no-space',
      invariant: 'opens',
      workload: 'puts',
      fsync: 'always',
      sentence: 'A full disk leaves the result cut short, and every later start with it.',
    },
  ],
  smallest: {
    engine: 'wal-batch-job',
    fsync: 'always',
    steps: [set('visits', '10'), set('sales', '2')],
    fault: 'process-kill',
    invariant: 'opens',
  },
  remedy:
    'A log of changes needs a whole file to apply them to: replace the file by temp and rename, or log whole pages.',
};
