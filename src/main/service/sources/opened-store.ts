import type { OpenOptions, Store, StoreEvents } from '../../engine/api.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { open } from '../../engine/open.ts';
import { OpenedPlace } from '../storage/opened-place.ts';

/** An open store, and the place where it was opened: the directory there may be gone, or be another one by now. */
export interface OpenedStore {
  store: Store;
  place: OpenedPlace;
}

export async function openStore(
  path: string,
  fileSystem: FileSystem,
  options: OpenOptions,
): Promise<OpenedStore> {
  const store = await open(path, options);
  return { store, place: await OpenedPlace.ofStore(path, fileSystem) };
}

/** `onPlace`: its place has gone, or is back. What is returned ends it, and the looking at the place. */
export function listenTo(
  { store, place }: OpenedStore,
  { onPlace, ...events }: StoreEvents & { onPlace: () => void },
): () => void {
  const unwatch = place.watch(onPlace);
  const unlisten = store.listen(events);
  return () => {
    unlisten();
    unwatch();
    place.stop();
  };
}
