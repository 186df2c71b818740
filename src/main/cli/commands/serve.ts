import { once } from 'node:events';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import type { Store } from '../../engine/api.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { lostUnlessMoved } from '../../server/lost-unless-moved.ts';
import { type Protocol, type Serving, serve } from '../../server/serve.ts';
import { OpenedPlace } from '../../service/storage/opened-place.ts';
import { fileArgument } from '../arguments.ts';
import type { Invocation, Run } from '../command.ts';
import { openForWriting, openStore, requireWalscope } from '../directory.ts';
import { OutputClosed } from '../io.ts';
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
  const { io, options } = invocation;
  const wanted = protocolsOf(options.protocol ?? 'resp');
  refuseInVain(options, wanted);
  const password = await passwordOf(invocation);
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
    try {
      await announce(invocation, directory, serving);
      place.watch(() => {
        if (place.wasGone) ending.abort();
      });
      if (!ended.aborted) await once(ended, 'abort');
    } finally {
      await serving.close();
    }
  } finally {
    place.stop();
    await closeAt(place, store);
  }
  return 0;
};

/** Clients are served whether or not anybody reads where. */
async function announce(
  { io, common }: Invocation<Options>,
  directory: string,
  serving: Serving,
): Promise<void> {
  try {
    if (common.json) await writeJson(io, portsOf(serving));
    else await io.write(`Serving ${directory} on ${serving.addresses.join(' and ')}\n`);
  } catch (error) {
    if (!(error instanceof OutputClosed)) throw error;
  }
}

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

/** An option that would change nothing has been meant to: above all a password that nobody would be asked for. */
function refuseInVain({ passwordFile, linePort }: Options, wanted: readonly Protocol[]): void {
  if (passwordFile !== undefined && !wanted.includes('resp')) {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      'The line protocol knows no password: leave out --password-file, or serve resp.',
    );
  }
  if (linePort !== undefined && !wanted.includes('line')) {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      '--line-port is that of the line protocol: say --protocol resp,line too.',
    );
  }
}

/** From a file, or from the environment: a command line can be read by others. */
async function passwordOf({ io, options }: Invocation<Options>): Promise<string | null> {
  const { passwordFile } = options;
  if (passwordFile === undefined) return process.env.WALSCOPE_PASSWORD ?? null;
  const bytes = await fileArgument(passwordFile, 'name a file that holds the password', io);
  const password = Buffer.from(bytes)
    .toString('latin1')
    .replace(/\r?\n$/, '');
  if (password !== '') return password;
  throw new WalscopeError('INVALID_ARGUMENT', `${passwordFile} is empty: put the password into it.`);
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
