import type { Story } from '../story.ts';

export const sqliteWalReset: Story = {
  id: 'sqlite-wal-reset',
  title: 'A race fifteen years long',
  system: 'SQLite',
  year: 2026,
  versions: '3.7.0 to 3.51.2 in WAL mode; repaired in 3.51.3.',
  sources: [
    {
      title: 'Write-Ahead Logging: the WAL-reset bug',
      url: 'https://sqlite.org/wal.html#walresetbug',
      date: '2026-03',
    },
    {
      title: 'SQLite 3.51.3 with a fix for possible database corruption in WAL mode',
      url: 'https://prohoster.info/en/blog/novosti-interneta/sqlite-3-51-3-s-ispravleniem-vozmozhnogo-povrezhdeniya-bazy-dannyh-v-rezhime-wal',
      date: '2026-03-13',
    },
  ],
  happened:
    'A checkpoint completes, a second one begins right after it, and meanwhile another connection commits and starts the log again from its beginning. The second checkpoint does not see that and notes that frames have been copied which have not. A later checkpoint skips them. The developers could only reproduce it with code added for the purpose.',
  before: 'No crash is needed: a wrong field in the shared index of the log.',
  recoveryThen: 'A part of a committed transaction never gets from the log into the database.',
  walscopeNow:
    'There is one writer a directory, compactions run one after the other, and no segment is ever written again from its beginning.',
  cannotModel:
    'It is a race of two connections in shared memory, and no crash is part of it. The lab orders what gets to a disk, not what threads do.',
  sceneThen: null,
  sceneNow: null,
};
