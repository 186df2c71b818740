import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import type { Store } from '../../engine/api.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { lostUnlessMoved } from '../../server/lost-unless-moved.ts';
import { type Protocol, type Serving, serve } from '../../server/serve.ts';
import { OpenedPlace } from '../../service/storage/opened-place.ts';
import type { Invocation, Run } from '../command.ts';
import { openForWriting, openStore, requireWalscope } from '../directory.ts';
import { writeJson } from '../output.ts';

interface Options {
  port?: number;
  linePort?: number;
  protocol?: string;
  fsync?: FsyncPolicy;
  keysOnDisk?: boolean;
  bind?: string;
  passwordFile?: string;
}

/** A compaction takes time from clients: as in Redis a log of which less could be saved is let grow. */
const minGarbageBytes = 64 * 1024 * 1024;

const protocols: Readonly<Record<string, readonly Protocol[]>> = {
  resp: ['resp'],
  line: ['line'],
  'resp,line': ['resp', 'line'],
};

export const run: Run<Options> = async (invocation, directory: string) => {
  const { io, common, options } = invocation;
  const wanted = protocolsOf(options.protocol ?? 'resp');
  const password = await passwordOf(options);
  const store = await openServed(invocation, directory);
  const place = await OpenedPlace.ofStore(directory, nodeFileSystem);
  const ending = new AbortController();
  const ended = AbortSignal.any([io.signal, ending.signal]);
  try {
    const serving = await serve(store, {
      protocols: wanted,
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.linePort === undefined ? {} : { linePort: options.linePort }),
      ...(options.bind === undefined ? {} : { host: options.bind }),
      ...(password === null ? {} : { password }),
      onShutdown: () => ending.abort(),
    });
    if (common.json) await writeJson(io, portsOf(serving));
    else await io.write(`Serving ${directory} on ${serving.addresses.join(' and ')}\n`);
    place.watch(() => {
      if (place.wasGone) ending.abort();
    });
    if (!ended.aborted) await once(ended, 'abort');
    await serving.close();
  } finally {
    place.stop();
    await closeAt(place, store);
  }
  return 0;
};

/** That the directory is gone says more than whatever fails for that reason. */
async function closeAt(place: OpenedPlace, store: Store): Promise<void> {
  const closed = await store.close().then(
    () => null,
    (error: unknown) => ({ error }),
  );
  if (await place.isGone()) throw place.error(lostUnlessMoved);
  if (closed !== null) throw closed.error;
}

/** `port` is the one that was asked for, or the only one. */
function portsOf({ respPort, linePort }: Serving): Record<string, number> {
  if (respPort === null) return { port: linePort as number };
  return linePort === null ? { port: respPort } : { port: respPort, linePort };
}

function protocolsOf(text: string): readonly Protocol[] {
  const wanted = protocols[text];
  if (wanted) return wanted;
  throw new WalscopeError('INVALID_ARGUMENT', `--protocol takes resp, line or resp,line, not "${text}".`);
}

/** From a file, or from the environment: a command line can be read by others. */
async function passwordOf({ passwordFile }: Options): Promise<string | null> {
  if (passwordFile === undefined) return process.env.WALSCOPE_PASSWORD ?? null;
  try {
    return (await readFile(passwordFile, 'latin1')).replace(/\r?\n$/, '');
  } catch (cause) {
    throw new WalscopeError(
      'NOT_FOUND',
      `${passwordFile} cannot be read: name a file that holds the password.`,
      { cause },
    );
  }
}

/** With --read-only the clients can still read. */
async function openServed(invocation: Invocation<Options>, directory: string): Promise<Store> {
  const { fsync = 'always', keysOnDisk = false } = invocation.options;
  const keysInMemory = !keysOnDisk;
  if (!invocation.common.readOnly) {
    return openForWriting(invocation, directory, { create: true, fsync, keysInMemory, minGarbageBytes });
  }
  await requireWalscope(directory, false);
  const { signal } = invocation.io;
  return openStore(directory, { readOnly: true, create: false, keysInMemory, signal });
}
