import type { Story } from '../story.ts';

export const leveldb1180: Story = {
  id: 'leveldb-1180',
  title: 'A report that could not be read',
  system: 'LevelDB',
  year: 2024,
  versions: 'Not known here.',
  sources: [
    { title: 'google/leveldb#1180', url: 'https://github.com/google/leveldb/issues/1180', date: '2024' },
  ],
  happened:
    'This report could not be read when these stories were written, so nothing is said about it. A later report about the same part of LevelDB is told as LevelDB 1287.',
  before: 'Not known.',
  recoveryThen: 'Not known.',
  walscopeNow: 'Nothing can be compared.',
  cannotModel: 'What happened is not known here, and a model of a guess would be an invention.',
  sceneThen: null,
  sceneNow: null,
};
