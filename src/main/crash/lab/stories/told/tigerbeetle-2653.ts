import type { Story } from '../story.ts';

export const tigerbeetle2653: Story = {
  id: 'tigerbeetle-2653',
  title: 'A repair that wrote itself off',
  system: 'TigerBeetle',
  year: 2025,
  versions: 'Up to 0.16.24; repaired in 0.16.25.',
  sources: [
    {
      title: 'Journal: Don’t write invalid redundant headers during repair, tigerbeetle/tigerbeetle#2653',
      url: 'https://github.com/tigerbeetle/tigerbeetle/pull/2653',
      date: '2025-01-17',
    },
    {
      title: 'TigerBeetle 0.16.25, changelog',
      url: 'https://github.com/tigerbeetle/tigerbeetle/blob/main/CHANGELOG.md',
      date: '2025-01-27',
    },
  ],
  happened:
    'A replica finds a faulty entry in its log and gets it from another one. It writes the entry, then the sector with its second header. At that moment the entry is still marked as faulty, and of a faulty entry an invalid header is written on purpose. After a crash the entry that had just been repaired was faulty again. Their simulator found it.',
  before: 'An entry that has been repaired, beside a header that says that it is not valid.',
  recoveryThen:
    'The entry is faulty and has to be repaired once more; as long as it is, the replica counts for less.',
  walscopeNow:
    'Recovery writes nothing over damage. What it found counts by the manifest and by where the next segment says that the log goes on.',
  cannotModel:
    'The repair comes from another replica. The lab has a crash in the midst of a recovery, but no second machine to recover from.',
  sceneThen: null,
  sceneNow: null,
};
