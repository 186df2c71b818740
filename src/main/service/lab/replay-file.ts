import { looseText } from '../../../shared/bytes.ts';
import { maxReplayBytes } from '../../../shared/contract/lab.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { formatCount } from '../../../shared/words.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';

/** The text of a replay file. Throws NOT_FOUND, TOO_LARGE. */
export async function readReplayFile(path: string, fileSystem: FileSystem): Promise<string> {
  const stat = await fileSystem.stat(path);
  if (stat === null || stat.isDirectory) {
    throw new WalscopeError('NOT_FOUND', `${path} is no file: give the path of a crash replay.`);
  }
  if (stat.size > maxReplayBytes) {
    throw new WalscopeError(
      'TOO_LARGE',
      `${path} has ${formatCount(stat.size)} B, and a crash replay has at most ${formatCount(maxReplayBytes)}.`,
    );
  }
  return looseText(await fileSystem.readFile(path));
}
