import { WalscopeError } from '../../../shared/errors.ts';
import type { Store } from '../../engine/api.ts';
import type { MaintenanceFace, WriteFace } from './source.ts';

/** The side of a store that writes. `onDisk` hears from every batch whether there was space for it. */
export function writeFaceOf(store: () => Store, onDisk: (isFull: boolean) => void): WriteFace {
  return {
    batch: async (changes) => {
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
