import { once } from 'node:events';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import type { Store } from '../../engine/api.ts';
import { LineServer } from '../../server/line-server.ts';
import type { Invocation, Run } from '../command.ts';
import { openForWriting, openStore, requireWalscope } from '../directory.ts';
import { writeJson } from '../output.ts';

interface Options {
  port?: number;
  protocol?: string;
  fsync?: FsyncPolicy;
}

/** Where the guide's own server listens. */
const defaultPort = 5555;

export const run: Run<Options> = async (invocation, directory: string) => {
  const { io, common, options } = invocation;
  requireLineProtocol(options.protocol ?? 'resp');
  const store = await openServed(invocation, directory);
  try {
    const server = await LineServer.start(store, options.port ?? defaultPort);
    if (common.json) await writeJson(io, { port: server.port });
    else await io.write(`Serving ${directory} on 127.0.0.1:${server.port}\n`);
    if (!io.signal.aborted) await once(io.signal, 'abort');
    await server.close();
  } finally {
    await store.close();
  }
  return 0;
};

function requireLineProtocol(protocol: string): void {
  if (protocol === 'line') return;
  throw new WalscopeError(
    'INVALID_ARGUMENT',
    protocol === 'resp'
      ? 'This version does not speak RESP yet: say --protocol line.'
      : `--protocol takes line or resp, not "${protocol}".`,
  );
}

/** With --read-only the clients can still read. */
async function openServed(invocation: Invocation<Options>, directory: string): Promise<Store> {
  const fsync = invocation.options.fsync ?? 'always';
  if (!invocation.common.readOnly) return openForWriting(invocation, directory, { create: true, fsync });
  await requireWalscope(directory, false);
  return openStore(directory, { readOnly: true, create: false, signal: invocation.io.signal });
}
