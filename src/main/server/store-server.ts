import type { WalscopeError } from '../../shared/errors.ts';
import type { Store } from '../engine/api.ts';
import type { ServedClient, StoreServer } from '../service/host.ts';
import type { OpenedPlace } from '../service/storage/opened-place.ts';
import { lostUnlessMoved } from './lost-unless-moved.ts';
import { RespServer } from './resp/resp-server.ts';

const host = '127.0.0.1';

/**
 * Serves the store that the app has open, to clients of Redis on this machine. Throws NOT_FOUND when its directory is
 * not there any more; `onGone` hears of it when that happens later.
 */
export async function serveStore(
  store: Store,
  { port, place, onGone }: { port: number; place: OpenedPlace; onGone: (why: WalscopeError) => void },
): Promise<StoreServer> {
  if (await place.isGone()) throw place.error(lostUnlessMoved);
  const server = await RespServer.start(store, { port });
  const unwatch = place.watch(() => {
    if (place.wasGone) onGone(place.error(lostUnlessMoved));
  });
  return {
    address: `${host}:${server.port}`,
    port: server.port,
    commands: () => server.stats.commands,
    clients: () => [...server.clients.values()].map((client) => clientOf(client)),
    watch: (listener) => server.watch(listener),
    close: () => {
      unwatch();
      return server.close();
    },
  };
}

function clientOf(client: {
  id: number;
  address: string;
  name: string;
  db: number;
  lastCommand: string;
  usedAtMs: number;
}): ServedClient {
  const { id, address, name, db, lastCommand, usedAtMs } = client;
  return { id, address, name, db, lastCommand, usedAtMs };
}
