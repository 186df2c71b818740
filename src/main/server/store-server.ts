import type { WalscopeError } from '../../shared/errors.ts';
import type { Store } from '../engine/api.ts';
import type { ServedClient, StoreServer } from '../service/host.ts';
import { RespServer } from './resp/resp-server.ts';
import { ServedPlace } from './served-place.ts';

const host = '127.0.0.1';

/**
 * Serves the store that the app has open, to clients of Redis on this machine. Throws NOT_FOUND when its directory is
 * not there any more; `onGone` hears of it when that happens later.
 */
export async function serveStore(
  store: Store,
  { port, onGone }: { port: number; onGone: (why: WalscopeError) => void },
): Promise<StoreServer> {
  const place = await ServedPlace.of(store.directory);
  if (await place.isGone()) throw place.error();
  const server = await RespServer.start(store, { port });
  place.watch(() => onGone(place.error()));
  return {
    address: `${host}:${server.port}`,
    port: server.port,
    commands: () => server.stats.commands,
    clients: () => [...server.clients.values()].map((client) => clientOf(client)),
    watch: (listener) => server.watch(listener),
    close: () => {
      place.stop();
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
