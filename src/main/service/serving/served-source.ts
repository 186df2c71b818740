import type { Serving } from '../../../shared/contract/server.ts';
import type { StoreServer } from '../host.ts';

/** Told to whoever watches at most this often, in ms. */
const tellEveryMs = 500;
/** Commands of the tail are kept up to this many, and cut to so many characters. */
const maxTail = 200;
const maxLineLength = 400;
const maxNamedClients = 100;

/** A served directory as it is shown: who is there, how much they ask for, and what they asked for last. */
export class ServedSource {
  readonly #server: StoreServer;
  readonly #tail: string[] = [];
  readonly #unwatch: () => void;
  readonly #timer: NodeJS.Timeout;
  #counted = 0;
  #countedAtMs = performance.now();
  #perSecond = 0;

  constructor(server: StoreServer, tell: () => void) {
    this.#server = server;
    this.#unwatch = server.watch((line) => {
      this.#tail.push(line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line);
      if (this.#tail.length > maxTail) this.#tail.shift();
    });
    this.#timer = setInterval(() => {
      this.#count();
      tell();
    }, tellEveryMs);
    this.#timer.unref();
  }

  status(): Serving {
    const clients = this.#server.clients();
    return {
      address: this.#server.address,
      port: this.#server.port,
      commands: this.#server.commands(),
      perSecond: this.#perSecond,
      clientCount: clients.length,
      clients: clients.slice(0, maxNamedClients),
      tail: [...this.#tail],
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#unwatch();
    await this.#server.close();
  }

  #count(): void {
    const now = performance.now();
    const commands = this.#server.commands();
    this.#perSecond = Math.round(((commands - this.#counted) * 1000) / (now - this.#countedAtMs));
    this.#counted = commands;
    this.#countedAtMs = now;
  }
}
