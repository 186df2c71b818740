import { set } from '../../steps.ts';
import type { ExhibitPage } from '../page.ts';

const source = 'The guide, phase 1';

export const jsonOverwritePage: ExhibitPage = {
  engine: 'json-overwrite',
  title: 'One JSON file, overwritten',
  source,
  method: 'At every change the file is emptied and the whole dict written into it. A start parses it.',
  promises: [
    'What was written survives a restart.',
    'A crash in the middle of a write loses the whole file: the text shows that itself.',
  ],
  findings: [
    {
      fault: 'process-kill',
      invariant: 'opens',
      workload: 'puts',
      fsync: 'always',
      sentence: 'A kill between emptying and filling leaves an empty file, which no start can parse.',
    },
    {
      fault: 'power-loss',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence: 'Nothing is ever synced, so a power loss may take every answer.',
    },
    {
      fault: 'bit-rot',
      invariant: 'no-invention',
      workload: 'puts',
      fsync: 'always',
      sentence: 'Without a checksum a flipped bit is a new value. The text is silent about that.',
    },
  ],
  smallest: {
    engine: 'json-overwrite',
    fsync: 'always',
    steps: [set('name', 'Ada'), set('year', '1843')],
    fault: 'process-kill',
    invariant: 'opens',
  },
  remedy: 'Never overwrite the only copy: write a new file and rename it over the old one.',
};

export const jsonRenamePage: ExhibitPage = {
  engine: 'json-rename',
  title: 'JSON by temp and rename, without fsync',
  source,
  method: 'The dict is written into a new file, which is renamed over the old one. Nothing is synced.',
  promises: ['A reader finds the whole old file or the whole new one, never a mixture.'],
  findings: [
    {
      fault: 'reordered-writes',
      invariant: 'opens',
      workload: 'puts',
      fsync: 'always',
      sentence: 'The new name gets to the disk before the bytes do: the file is there, and empty.',
    },
    {
      fault: 'size-before-data',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence: 'The same with the length but not the bytes: the name of a file full of zeros.',
    },
    {
      fault: 'power-loss',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence: 'Renaming is atomic and not durable: the answers since the last write-back are undone.',
    },
  ],
  smallest: {
    engine: 'json-rename',
    fsync: 'always',
    steps: [set('name', 'Ada'), set('year', '1843')],
    fault: 'reordered-writes',
    invariant: 'opens',
  },
  remedy: 'Sync the new file before it gets its name.',
};

export const jsonRenameFsyncPage: ExhibitPage = {
  engine: 'json-rename-fsync',
  title: 'JSON by temp, fsync and rename',
  source,
  method: 'The new file is synced, then renamed over the old one. The directory is not synced.',
  promises: [
    'A crash before the rename leaves the old file, one after it the new file: torn writes are solved.',
  ],
  findings: [
    {
      fault: 'power-loss',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence: 'The rename is in memory until the directory is synced: an answered change is undone.',
    },
    {
      fault: 'lost-directory-entry',
      invariant: 'no-resurrection',
      workload: 'deletes',
      fsync: 'always',
      sentence: 'A deleted key is back, since the file without it never got its name.',
    },
    {
      fault: 'fsync-error',
      invariant: 'failed-fsync-is-final',
      workload: 'puts',
      fsync: 'always',
      sentence: 'After a failed fsync the next change is answered as if nothing had happened.',
    },
  ],
  smallest: {
    engine: 'json-rename-fsync',
    fsync: 'always',
    steps: [set('name', 'Ada')],
    fault: 'power-loss',
    invariant: 'durability',
  },
  remedy: 'Sync the directory after the rename, and answer after that.',
};
