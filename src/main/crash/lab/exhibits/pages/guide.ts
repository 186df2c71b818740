import { set, snapshot } from '../../steps.ts';
import type { ExhibitPage } from '../page.ts';

export const guideWritePathPage: ExhibitPage = {
  engine: 'guide-write-path',
  title: 'The log, written and never read',
  source: 'The guide, phase 2',
  method: 'Each change is appended with its checksum and synced, then made in memory. A start begins empty.',
  promises: [
    'Log first, memory second: nothing is answered that the log does not have.',
    'Recalling it is left to the next phase.',
  ],
  findings: [
    {
      fault: 'process-kill',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence: 'The bytes are all there, and nobody reads them.',
    },
  ],
  smallest: {
    engine: 'guide-write-path',
    fsync: 'always',
    steps: [set('name', 'Ada')],
    fault: 'process-kill',
    invariant: 'durability',
  },
  remedy: 'A log is half of an engine: replay it.',
};

export const guideReplayPage: ExhibitPage = {
  engine: 'guide-replay',
  title: 'The log with its replay',
  source: 'The guide, phases 3 and 5',
  method:
    'A start walks the log up to the first record that is short or does not match its checksum, and cuts off the rest.',
  promises: [
    'A torn last record vanishes, and every answered write survives.',
    'What lies behind a damaged record is not to be trusted.',
    'One writer at a time: the server of phase 5 adds a lock and nothing on the disk.',
  ],
  findings: [
    {
      fault: 'bit-rot',
      invariant: 'loss-reported',
      workload: 'puts',
      fsync: 'always',
      sentence:
        'One flipped bit ends the replay there: sound records behind it are cut off for good, and nobody is told.',
    },
    {
      fault: 'lost-directory-entry',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence: 'The log is synced, its name is not: after a power loss there is no such file.',
    },
    {
      fault: 'fsync-error',
      invariant: 'failed-fsync-is-final',
      workload: 'puts',
      fsync: 'always',
      sentence: 'After a failed fsync it goes on appending behind bytes that may not be there.',
    },
  ],
  smallest: {
    engine: 'guide-replay',
    fsync: 'always',
    steps: [set('name', 'Ada'), set('year', '1843')],
    fault: 'bit-rot',
    invariant: 'loss-reported',
  },
  remedy: 'Tell a torn end from damage in the middle: never cut off what is whole, and say what is missing.',
};

export const guideNoFsyncPage: ExhibitPage = {
  engine: 'guide-no-fsync',
  title: 'The log without fsync',
  source: 'The guide, phase 6',
  method: 'The same log, handed to the system and never synced.',
  promises: [
    'A crash of the process loses nothing; a power loss may lose recent writes: a policy made explicit.',
  ],
  findings: [
    {
      fault: 'power-loss',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence: 'Held to always it loses everything since the system last wrote back by itself.',
    },
    {
      fault: 'reordered-writes',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence:
        'It loses order as well: a late record is there, one before it is a hole of zeros that ends the replay.',
    },
  ],
  smallest: {
    engine: 'guide-no-fsync',
    fsync: 'always',
    steps: [set('name', 'Ada')],
    fault: 'power-loss',
    invariant: 'durability',
  },
  remedy: 'Say what is promised, and sync before promising it.',
};

export const guidePage: ExhibitPage = {
  engine: 'guide',
  title: 'The guide’s engine, whole',
  source: 'The guide, phase 4',
  method:
    'Live records are copied to a new file, which is synced and renamed over the log. No directory is ever synced.',
  promises: [
    'A crash at any line of the compaction is survived: the path names the old log or the new one, and both are valid.',
  ],
  findings: [
    {
      fault: 'lost-directory-entry',
      invariant: 'durability',
      workload: 'snapshot',
      fsync: 'always',
      sentence:
        'What is written after a compaction goes into the new file. Until the rename is on the disk the path names the old one: those answers are lost.',
    },
    {
      fault: 'power-loss',
      invariant: 'durability',
      workload: 'snapshot',
      fsync: 'always',
      sentence: 'The same when only what was asked for first survives.',
    },
    {
      fault: 'bit-rot',
      invariant: 'loss-reported',
      workload: 'snapshot',
      fsync: 'always',
      sentence: 'A corrupt record silently ends the replay.',
    },
  ],
  smallest: {
    engine: 'guide',
    fsync: 'always',
    steps: [set('name', 'Ada'), snapshot, set('year', '1843')],
    fault: 'lost-directory-entry',
    invariant: 'durability',
    lostRename: 'data.log',
  },
  remedy: 'Sync the directory after the rename, before the first write to the new log is answered.',
};
