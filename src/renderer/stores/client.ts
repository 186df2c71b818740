import { type Bridge, plainError } from '../../shared/bridge.ts';
import {
  type CallName,
  type Client,
  calls,
  type EventName,
  type EventPayload,
  events,
  type Params,
  type Result,
} from '../../shared/contract/index.ts';
import { fromPlainError, WalscopeError } from '../../shared/errors.ts';
import { type Connection, createSocketBridge } from './socket-bridge.ts';

export type { Connection };

declare global {
  interface Window {
    /** Put there by Electron's preload; absent in a browser. */
    walscope?: Bridge;
  }
}

export interface ClientOptions {
  /** Told at once and at each change. In Electron it is `open` and stays so. */
  onConnection?: (connection: Connection) => void;
}

/** The client of whichever host this page is served by. What comes back is checked against the contract. */
export function createClient(options: ClientOptions = {}): Client {
  const onConnection = options.onConnection ?? (() => undefined);
  const preloaded = window.walscope;
  if (!preloaded) return clientOf(createSocketBridge({ page: window.location, onConnection }));
  onConnection('open');
  return clientOf(preloaded);
}

export function clientOf(bridge: Bridge): Client {
  return {
    async call<N extends CallName>(name: N, params: Params<N>): Promise<Result<N>> {
      const reply = await bridge.call(name, params);
      if ('error' in reply) throw fromPlainError(plainError.parse(reply.error));
      const result = calls[name].result.safeParse(reply.result);
      if (result.success) return result.data as Result<N>;
      throw new WalscopeError(
        'INTERNAL',
        `${name} answered in a way that is not agreed: reload the window.`,
        {
          cause: result.error,
        },
      );
    },

    on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) {
      return bridge.on(name, (payload) => {
        const parsed = events[name].safeParse(payload);
        if (parsed.success) listener(parsed.data as EventPayload<N>);
        else console.error(`The event ${name} is not as agreed`, parsed.error);
      });
    },
  };
}
