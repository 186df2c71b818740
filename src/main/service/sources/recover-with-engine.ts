import { WalscopeError } from '../../../shared/errors.ts';
import type { Recover } from '../../crash/crash-lab.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { open } from '../../engine/open.ts';

/**
 * Recovers a crashed copy with the engine itself, without changing it. What the engine refuses to open at all has
 * the reader's verdict; formats of other engines have nothing but that.
 */
export function recoverWithEngine(fileSystem: FileSystem): Recover {
  return async (path, log) => {
    if (log.format !== 'walscope') return null;
    try {
      const store = await open(path, { readOnly: true, create: false, fileSystem });
      await store.close();
      return { verdict: store.recovery.verdict, ms: store.recovery.ms };
    } catch (error) {
      if (error instanceof WalscopeError && error.code !== 'INTERNAL') return null;
      throw error;
    }
  };
}
