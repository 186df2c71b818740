import {
  type Bridge,
  maxCallsInFlight,
  maxFrameOverheadBytes,
  type Reply,
  serverFrame,
  socketPath,
} from '../../shared/bridge.ts';
import { toPlainError, WalscopeError } from '../../shared/errors.ts';
import { maxCallBytes } from '../../shared/limits.ts';
import { decodeWire, encodeWire } from '../../shared/wire.ts';

/**
 * connecting: not yet once open · open · lost: it tries again by itself · refused: this page has no session any
 * more (Walscope was started anew), only the newly printed address helps.
 */
export type Connection = 'connecting' | 'open' | 'lost' | 'refused';

const firstRetryMs = 250;
const maxRetryMs = 5_000;

interface Waiting {
  frame: Uint8Array<ArrayBuffer>;
  resolve: (reply: Reply) => void;
}

export interface SocketBridgeOptions {
  page: { protocol: string; host: string };
  onConnection: (connection: Connection) => void;
  /** Replaced by specs. */
  connect?: (url: string) => WebSocket;
  /** Whether the host still knows this page's session; throws when there is no host. */
  hasSession?: () => Promise<boolean>;
}

/** The bridge over the web host's WebSocket: connects by itself, and again when the connection is lost. */
export function createSocketBridge(options: SocketBridgeOptions): Bridge {
  const connect = options.connect ?? ((url) => new WebSocket(url));
  const hasSession = options.hasSession ?? (async () => (await fetch('/', { method: 'HEAD' })).ok);
  const secure = options.page.protocol === 'https:';
  const url = `${secure ? 'wss' : 'ws'}://${options.page.host}${socketPath}`;

  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let connection: Connection = 'connecting';
  let socket: WebSocket;
  let nextId = 0;
  let retryMs = firstRetryMs;

  function become(next: Connection): void {
    connection = next;
    options.onConnection(next);
  }

  function open(): void {
    socket = connect(url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      retryMs = firstRetryMs;
      become('open');
      for (const { frame } of waiting.values()) socket.send(frame);
    };
    socket.onmessage = (message) => receive(message.data);
    socket.onclose = () => void lost();
  }

  async function lost(): Promise<void> {
    // Whether they were carried out cannot be known: the caller has to look, so none is sent a second time.
    for (const [id, { resolve }] of waiting) {
      waiting.delete(id);
      resolve({ error: toPlainError(noConnection()) });
    }
    become('lost');
    const known = await hasSession().catch(() => null);
    if (known === false) {
      become('refused');
      return;
    }
    setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, maxRetryMs);
  }

  function receive(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) return;
    const frame = serverFrame.parse(decodeWire(new Uint8Array(data)));
    if ('event' in frame) {
      for (const listener of listeners.get(frame.event) ?? []) listener(frame.payload);
      return;
    }
    const call = waiting.get(frame.id);
    waiting.delete(frame.id);
    call?.resolve('error' in frame ? { error: frame.error } : { result: frame.result });
  }

  become('connecting');
  open();

  return {
    async call(name, params) {
      if (connection === 'lost' || connection === 'refused') return { error: toPlainError(noConnection()) };
      const id = nextId++;
      const frame = new Uint8Array(encodeWire({ id, name, params }));
      if (frame.length > maxCallBytes + maxFrameOverheadBytes || waiting.size >= maxCallsInFlight) {
        return { error: toPlainError(tooMuch()) };
      }
      return await new Promise<Reply>((resolve) => {
        waiting.set(id, { frame, resolve });
        if (connection === 'open') socket.send(frame);
      });
    },

    on(name, listener) {
      const of = listeners.get(name) ?? new Set();
      listeners.set(name, of.add(listener));
      return () => void of.delete(listener);
    },
  };
}

function noConnection(): WalscopeError {
  return new WalscopeError(
    'CLOSED',
    'The connection to Walscope is lost: see whether it still runs. What was under way may or may not have happened.',
  );
}

function tooMuch(): WalscopeError {
  return new WalscopeError(
    'TOO_LARGE',
    `At most ${maxCallBytes / 1024 / 1024} MiB a call and ${maxCallsInFlight} calls at once: send less.`,
  );
}
