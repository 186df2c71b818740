import { join } from 'node:path';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { layoutOf } from './layout.ts';

const maxProbedBytes = 4096;

/** Names that only Redis gives: content that is damaged from its first byte on is still its own. */
const certainName = /(?:^|\/)(?:dump\.rdb|appendonly\.aof(?:\.\d+\.(?:base|incr)\.(?:rdb|aof))?)$/;

/**
 * Whether the files that Redis would load are there and begin as an RDB or a command does. A manifest says so by
 * itself, and so does a file with one of Redis's own names when nothing in it speaks for another engine.
 */
export async function isRedisDirectory(directory: string, fileSystem: FileSystem): Promise<boolean> {
  const layout = await layoutOf(directory, fileSystem);
  if (!layout) return false;
  if (layout.parts.length === 0) return layout.problems.length > 0;
  for (const { name } of layout.parts) {
    const handle = await fileSystem.open(join(directory, name), 'read');
    try {
      const bytes = Buffer.alloc(maxProbedBytes);
      const begin = bytes.subarray(0, await handle.read(bytes, 0));
      if (/^(?:REDIS\d|VALKEY\d|\*\d+\r\n\$\d|#)/.test(begin.toString('latin1'))) return true;
      if (certainName.test(name) && begin[0] !== 0x7b) return true;
    } finally {
      await handle.close();
    }
  }
  return false;
}
