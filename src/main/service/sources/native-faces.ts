import { join } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import type { Store } from '../../engine/api.ts';
import { manifestFile } from '../../engine/format/file-names.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { MaintenanceFace, WriteFace } from './source.ts';

interface WriteFaceOptions {
  path: string;
  fileSystem: FileSystem;
  store(): Store;
  /** Hears from every batch whether there was space for it. */
  onDisk(isFull: boolean): void;
}

/** The side of a store that writes. */
export function writeFaceOf({ path, fileSystem, store, onDisk }: WriteFaceOptions): WriteFace {
  return {
    batch: async (changes) => {
      await checkThere(path, fileSystem);
      try {
        const written = await store().batch(changes);
        onDisk(false);
        return written;
      } catch (error) {
        onDisk(error instanceof WalscopeError && error.code === 'NO_SPACE');
        throw error;
      }
    },
    preview: (changes) => store().previewBatch(changes),
    setPolicy: async (policy) => void (await store().setPolicy(policy)),
    sync: async () => void (await store().sync()),
  };
}

export function maintenanceFaceOf(store: () => Store): MaintenanceFace {
  return {
    snapshot: (options) => store().snapshot(options),
    compact: (options) => store().compact(options),
    settings: () => store().maintenanceSettings(),
    configure: (settings) => store().configure(settings),
  };
}

/** Files that were deleted while they were open take every write, and are gone with the last who has them open. */
async function checkThere(path: string, fileSystem: FileSystem): Promise<void> {
  if (await fileSystem.stat(join(path, manifestFile))) return;
  throw new WalscopeError(
    'NOT_FOUND',
    `${path} is not there any more: it was deleted or moved while it was open. Put it back, and save then.`,
  );
}
