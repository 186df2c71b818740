import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { LineConnection, type LineStore } from './line-connection.ts';
import { listenError } from './listen-error.ts';

const host = '127.0.0.1';
const maxConnections = 1024;

/** The line protocol of the key-value engine guide over a store, for many clients at once. */
export class LineServer {
  readonly port: number;
  readonly #server: Server;
  readonly #connections: Map<LineConnection, Promise<void>>;

  private constructor(server: Server, connections: Map<LineConnection, Promise<void>>) {
    this.#server = server;
    this.#connections = connections;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Listens on 127.0.0.1; port 0 picks a free one. The store stays the caller's. */
  static async start(store: LineStore, port: number): Promise<LineServer> {
    const connections = new Map<LineConnection, Promise<void>>();
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      serve(socket, store, connections);
    });
    server.maxConnections = maxConnections;
    server.listen(port, host);
    try {
      await once(server, 'listening');
    } catch (cause) {
      throw listenError(cause, port);
    }
    return new LineServer(server, connections);
  }

  /** Takes no more requests, answers those that have been read, and lets the clients go. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    const running = [...this.#connections];
    await Promise.all(running.map(([connection]) => connection.stop()));
    await Promise.all(running.map(([, ended]) => ended));
    await closed;
  }
}

function serve(socket: Socket, store: LineStore, connections: Map<LineConnection, Promise<void>>): void {
  // A reset also fails the reading or the writing, which end the connection; without a listener it ends the process.
  socket.on('error', () => undefined);
  const connection = new LineConnection(socket, store);
  const ended = connection.run().finally(() => connections.delete(connection));
  connections.set(connection, ended);
}
