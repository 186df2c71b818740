import type { Store } from '../engine/api.ts';
import type { ServedClient, StoreServer } from '../service/host.ts';
import { RespServer } from './resp/resp-server.ts';

const host = '127.0.0.1';

/** Serves the store that the app has open, to clients of Redis on this machine. */
export async function serveStore(store: Store, { port }: { port: number }): Promise<StoreServer> {
  const server = await RespServer.start(store, { port });
  return {
    address: `${host}:${server.port}`,
    port: server.port,
    commands: () => server.stats.commands,
    clients: () => [...server.clients.values()].map((client) => clientOf(client)),
    watch: (listener) => server.watch(listener),
    close: () => server.close(),
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
