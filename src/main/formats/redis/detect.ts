import { join } from 'node:path';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { isLoneDirectory } from '../lone-files.ts';
import { beginning } from './beginnings.ts';
import { isLogName, isRdbName } from './file-names.ts';
import { layoutOf } from './layout.ts';

/** Names that only Redis gives: content that is damaged from its first byte on is still its own. */
const certainName = /(?:^|\/)(?:dump\.rdb|appendonly\.aof(?:\.\d+\.(?:base|incr)\.(?:rdb|aof))?)$/;

/**
 * Whether the files that Redis would load are there and begin as an RDB or a command does. A manifest says so by
 * itself, and so does a file with one of Redis's own names, or a file that was named by itself and ends as they do,
 * when nothing in it speaks for another engine.
 */
export async function isRedisDirectory(directory: string, fileSystem: FileSystem): Promise<boolean> {
  const layout = await layoutOf(directory, fileSystem);
  if (!layout) return false;
  if (layout.parts.length === 0) return layout.problems.length > 0;
  const names = layout.parts.map(({ name }) => name);
  const alone = isLoneDirectory(directory, names);
  for (const name of names) {
    const handle = await fileSystem.open(join(directory, name), 'read');
    try {
      const begin = await beginning(handle);
      const named = isRdbName(name) || isLogName(name);
      if (/^(?:(?:REDIS|VALKEY)\d|\*\d+\r\n\$\d|#TS:\d)/.test(begin)) return true;
      if (named && begin.startsWith('#')) return true;
      if ((certainName.test(name) || (alone && named)) && !begin.startsWith('{')) return true;
    } finally {
      await handle.close();
    }
  }
  return false;
}
