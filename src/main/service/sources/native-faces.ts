import type { Store } from '../../engine/api.ts';
import type { OpenedPlace } from '../storage/opened-place.ts';
import type { MaintenanceFace, WriteFace } from './source.ts';

/** What it means for whoever would save that the directory is gone. */
const putItBack = 'put it back, and save then.';

interface WriteFaceOptions {
  store(): Store;
  place(): OpenedPlace;
}

/** The side of a store that writes. */
export function writeFaceOf({ store, place }: WriteFaceOptions): WriteFace {
  return {
    batch: async (changes) => {
      if (await place().isGone()) throw place().error(putItBack);
      return store().batch(changes);
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
