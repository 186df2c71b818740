import { afterEach } from 'vitest';
import type { OpenOptions, Store } from '../../../engine/api.ts';
import { open } from '../../../engine/open.ts';
import { scratchDirectories } from '../../../formats/testing/scratch.ts';
import { RespServer, type RespServerOptions } from '../resp-server.ts';
import { RawClient } from './raw-client.ts';

export interface Served {
  server: RespServer;
  store: Store;
  directory: string;
  connect: () => Promise<RawClient>;
}

/** Starts servers over new directories; they are closed after each test. */
export function servedDirectories(): (
  options?: Partial<RespServerOptions>,
  opened?: OpenOptions,
) => Promise<Served> {
  const scratch = scratchDirectories();
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  return async (options = {}, opened = { fsync: 'no' }) => {
    const directory = await scratch();
    const store = await open(directory, opened);
    const server = await RespServer.start(store, { port: 0, ...options });
    const clients: RawClient[] = [];
    closing.push(async () => {
      for (const client of clients) client.close();
      await server.close();
      await store.close();
    });
    const connect = async () => {
      const client = await RawClient.connect(server.port);
      clients.push(client);
      return client;
    };
    return { server, store, directory, connect };
  };
}
