import { join } from 'node:path';
import { tryText } from '../../../shared/bytes.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { quotedWords } from './quoted-words.ts';

export const confFile = 'redis.conf';

/** What a redis.conf in the directory says of its files; Redis's own defaults otherwise. */
export interface Conf {
  /** What stands in it; null where there is none that can be read. */
  text: string | null;
  /** Where the files lie, as it stands there; null = not said. */
  dir: string | null;
  dbFileName: string;
  appendFileName: string;
  appendDirName: string;
  /** null = not said. */
  appendOnly: boolean | null;
}

const maxConfBytes = 1024 * 1024;

export async function readConf(directory: string, fileSystem: FileSystem): Promise<Conf> {
  const path = join(directory, confFile);
  const stat = await fileSystem.stat(path);
  const readable = stat && !stat.isDirectory && stat.size <= maxConfBytes;
  const text = readable ? tryText(await fileSystem.readFile(path)) : null;
  const settings = settingsIn(text ?? '');
  const name = (setting: string, otherwise: string) => {
    const value = settings.get(setting);
    return value && !value.includes('/') ? value : otherwise;
  };
  const appendOnly = settings.get('appendonly');
  return {
    text,
    dir: settings.get('dir') || null,
    dbFileName: name('dbfilename', 'dump.rdb'),
    appendFileName: name('appendfilename', 'appendonly.aof'),
    appendDirName: name('appenddirname', 'appendonlydir'),
    appendOnly: appendOnly === undefined ? null : appendOnly.toLowerCase() === 'yes',
  };
}

/** A redis.conf with another `dir`, or with none. */
export function withDir(text: string, dir: string | null): string {
  const lines = text.split('\n').filter((line) => settingOf(line)?.name !== 'dir');
  if (dir !== null) lines.unshift(`dir "${dir}"`);
  return lines.join('\n');
}

/** The last line for each setting counts. */
function settingsIn(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const setting = settingOf(line);
    if (setting) settings.set(setting.name, setting.value);
  }
  return settings;
}

function settingOf(line: string): { name: string; value: string } | null {
  if (/^\s*#/.test(line)) return null;
  const [name, value] = quotedWords(line.trim()) ?? [];
  return name === undefined || value === undefined ? null : { name: name.toLowerCase(), value };
}
