import { WalscopeError } from '../../shared/errors.ts';
import type { Store } from '../engine/api.ts';
import type { LineStore } from './line-connection.ts';
import { LineServer } from './line-server.ts';
import { KeyspaceStore } from './resp/keyspace-store.ts';
import { RespServer } from './resp/resp-server.ts';

export type Protocol = 'resp' | 'line';

export interface ServeOptions {
  protocols: readonly Protocol[];
  /** Of the first protocol; 0 picks a free one. Unless said, that which its clients expect. */
  port?: number;
  /** Of the line protocol beside the other. */
  linePort?: number;
  /** 127.0.0.1 unless said otherwise, and then only with a password. */
  host?: string;
  password?: string;
  /** A client asked for the end. */
  onShutdown?: () => void;
}

export interface Serving {
  /** null when the protocol is not served. */
  readonly respPort: number | null;
  readonly linePort: number | null;
  readonly addresses: readonly string[];
  close(): Promise<void>;
}

const usualHost = '127.0.0.1';
const usualRespPort = 6379;
const usualLinePort = 5555;

/** Serves a store with one protocol or both. The store stays the caller's, who closes it afterwards. */
export async function serve(store: Store, options: ServeOptions): Promise<Serving> {
  refuseOpenDoor(options);
  const { protocols, host = usualHost } = options;
  const resp = protocols.includes('resp') ? await startResp(store, options) : null;
  const linePort = resp ? options.linePort : (options.linePort ?? options.port);
  // Beside the other protocol the lines go through its keyspace, so that both see the same at once.
  const lineStore = resp ? new KeyspaceStore(resp) : store;
  const line = protocols.includes('line')
    ? await startLine(lineStore, linePort ?? usualLinePort, resp)
    : null;
  return {
    respPort: resp?.port ?? null,
    linePort: line?.port ?? null,
    addresses: [...(resp ? [`${host}:${resp.port}`] : []), ...(line ? [`${usualHost}:${line.port}`] : [])],
    close: async () => {
      await line?.close();
      await resp?.close();
    },
  };
}

function startResp(
  store: Store,
  { port = usualRespPort, host, password, onShutdown }: ServeOptions,
): Promise<RespServer> {
  return RespServer.start(store, {
    port,
    ...(host === undefined ? {} : { host }),
    ...(password === undefined ? {} : { password }),
    ...(onShutdown === undefined ? {} : { onShutdown }),
  });
}

async function startLine(store: LineStore, port: number, beside: RespServer | null): Promise<LineServer> {
  try {
    return await LineServer.start(store, port);
  } catch (error) {
    await beside?.close();
    throw error;
  }
}

/** Whoever can reach the port can do everything: not without a password, unless it is this machine alone. */
function refuseOpenDoor({ host = usualHost, password = '', protocols }: ServeOptions): void {
  const isLocal = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (isLocal) return;
  if (password === '') {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      `Listening on ${host} needs a password: put it into a file and say --password-file FILE, or into WALSCOPE_PASSWORD.`,
    );
  }
  if (protocols.includes('line') && !protocols.includes('resp')) {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      'The line protocol knows no password: it listens on 127.0.0.1 only.',
    );
  }
}
