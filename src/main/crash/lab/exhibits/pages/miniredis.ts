import { set, snapshot } from '../../steps.ts';
import type { ExhibitPage } from '../page.ts';

const source = 'The article on MiniRedis';

export const miniredisPage: ExhibitPage = {
  engine: 'miniredis',
  title: 'MiniRedis',
  source,
  method:
    'Each change is a line of JSON, flushed to the system. A snapshot is written beside the old one and renamed over it, then the log is emptied. A start loads the snapshot and replays the lines.',
  promises: [
    'The log comes before the memory, so a crash of the process loses nothing.',
    'The snapshot is atomic: the old one or the new one, never half of one.',
    'After a snapshot the log can go: the snapshot has everything.',
  ],
  findings: [
    {
      fault: 'process-kill',
      invariant: 'opens',
      workload: 'puts',
      fsync: 'always',
      sentence: 'A kill within a write leaves half a line, and the next start ends in a parse error.',
    },
    {
      fault: 'power-loss',
      invariant: 'durability',
      workload: 'snapshot',
      fsync: 'always',
      sentence: 'Neither file is synced, so emptying the log may be all of a snapshot that gets to the disk.',
    },
    {
      fault: 'bit-rot',
      invariant: 'no-invention',
      workload: 'puts',
      fsync: 'always',
      sentence: 'A line has no checksum: a changed value that is still JSON is believed.',
    },
  ],
  smallest: {
    engine: 'miniredis',
    fsync: 'always',
    steps: [set('user:1', 'sharon'), set('user:2', 'alex')],
    fault: 'process-kill',
    invariant: 'opens',
  },
  remedy: 'Expect the last line to be torn, and tell it from the others by length and checksum.',
};

export const miniredisFsyncPage: ExhibitPage = {
  engine: 'miniredis-fsync',
  title: 'MiniRedis with fsync policies',
  source: `${source}, its first challenge`,
  method: 'The same, but under always each line has its fsync. The snapshot still has none.',
  promises: ['With `always` no answered write is lost.', 'With `everysec` at most a second of them.'],
  findings: [
    {
      fault: 'reordered-writes',
      invariant: 'durability',
      workload: 'snapshot',
      fsync: 'always',
      sentence:
        'The log is emptied before the snapshot is on the disk: all that had been synced line by line is gone.',
    },
    {
      fault: 'process-kill',
      invariant: 'opens',
      workload: 'puts',
      fsync: 'always',
      sentence: 'Half a line still keeps the store from opening: an fsync does not make a write whole.',
    },
    {
      fault: 'fsync-error',
      invariant: 'failed-fsync-is-final',
      workload: 'puts',
      fsync: 'always',
      sentence: 'The change after a failed fsync is answered as if it were proven.',
    },
  ],
  smallest: {
    engine: 'miniredis-fsync',
    fsync: 'always',
    steps: [set('user:1', 'sharon'), snapshot],
    fault: 'reordered-writes',
    invariant: 'durability',
    lostRename: 'dump.rdb.json',
  },
  remedy: 'Sync the snapshot, rename it, sync the directory; only then empty the log.',
};
