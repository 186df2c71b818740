import { join } from 'node:path';
import { type Settings, settings } from '../../../shared/contract/app.ts';
import { JsonFile } from './json-file.ts';

export const defaultSettings: Settings = {
  theme: 'system',
  fsync: 'always',
  savePoints: [],
  garbageShare: 0.5,
  keyColumns: [],
};

export function settingsFile(dataDirectory: string): JsonFile<Settings> {
  return new JsonFile(join(dataDirectory, 'settings.json'), settings, defaultSettings);
}
