import { once } from 'node:events';
import type { Socket } from 'node:net';
import { utf8 } from '../../shared/bytes.ts';
import { toPlainError } from '../../shared/errors.ts';
import { maxKeyBytes } from '../../shared/limits.ts';
import type { Bytes } from '../engine/api.ts';
import { parseLine } from './line-command.ts';
import { LineSplitter } from './line-splitter.ts';

/** What the line protocol needs of a store. */
export interface LineStore {
  get(key: Bytes): Promise<Uint8Array | null>;
  /** Resolves when the fsync policy's promise holds. */
  set(key: Bytes, value: Bytes): Promise<unknown>;
  delete(key: Bytes): Promise<boolean>;
}

/** The longest line: a longest key, a value of 16 MiB, and what the command takes. */
export const maxLineBytes = maxKeyBytes + 16 * 1024 * 1024 + 16;
/** Commands of one client that wait for their answers; then nothing more is read from it. */
const maxWaiting = 1024;

const ok = utf8('OK\n');
const deleted = utf8('DELETED\n');
const notFound = utf8('NOT_FOUND\n');
const unknownCommand = utf8('ERR unknown command\n');
const valuePrefix = utf8('VALUE ');
const newline = utf8('\n');

/**
 * One client. Its sets are handed to the store as they arrive, so that one fsync covers many of them and those of
 * other clients; answers go out in the order of the requests. What reads waits for the sets before it.
 */
export class LineConnection {
  readonly #socket: Socket;
  readonly #store: LineStore;
  readonly #lines = new LineSplitter(maxLineBytes);
  #answers: Promise<void> = Promise.resolve();
  #waiting = 0;
  #stopping = false;
  #speaksHttp = false;

  constructor(socket: Socket, store: LineStore) {
    this.#socket = socket;
    this.#store = store;
  }

  /** Resolves when the client has gone and its last request has been answered. */
  async run(): Promise<void> {
    try {
      await this.#readAll();
      await this.#answers;
      // What else a browser sends is not read.
      if (this.#speaksHttp) this.#socket.destroySoon();
      else this.#socket.end();
    } catch {
      // The client went away in the middle; what it was not answered it was not promised.
      this.#socket.destroy();
    }
  }

  /** Reads nothing more; what has been read is still answered. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#socket.pause();
    await this.#answers.catch(() => undefined);
    this.#socket.destroySoon();
  }

  async #readAll(): Promise<void> {
    // The socket must outlive the end of its input: a client may close its side and wait for the answers.
    const chunks = this.#socket.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
      for (const line of this.#lines.push(chunk)) {
        if (this.#stopping || this.#speaksHttp) return;
        await this.#accept(line);
      }
      if (this.#speaksHttp) return;
      if (this.#lines.overflown) return this.#refuseLine();
    }
    const rest = this.#lines.rest();
    if (rest && !this.#stopping) await this.#accept(rest);
  }

  async #accept(line: Uint8Array): Promise<void> {
    const command = parseLine(line);
    if (command.name === 'set') {
      // Key and value are views of what the socket read; it allocates anew for each chunk, so they may wait.
      this.#answer(this.#store.set(command.key, command.value).then(() => [ok]));
    } else if (command.name === 'http') {
      this.#speaksHttp = true;
    } else if (command.name === 'unknown') {
      this.#answer(Promise.resolve([unknownCommand]));
    } else {
      await this.#answers;
      this.#answer(command.name === 'get' ? this.#get(command.key) : this.#delete(command.key));
    }
    if (this.#waiting >= maxWaiting) await this.#answers;
  }

  async #get(key: Uint8Array): Promise<Uint8Array[]> {
    const value = await this.#store.get(key);
    return value === null ? [notFound] : [valuePrefix, value, newline];
  }

  async #delete(key: Uint8Array): Promise<Uint8Array[]> {
    return [(await this.#store.delete(key)) ? deleted : notFound];
  }

  #answer(reply: Promise<Uint8Array[]>): void {
    this.#waiting++;
    const settled = reply.catch((error: unknown) => [errorReply(error)]);
    this.#answers = this.#answers.then(async () => {
      await this.#write(await settled);
      this.#waiting--;
    });
    // Whoever waits for the answers sees the failure; until someone does it is not an unhandled one.
    this.#answers.catch(() => undefined);
  }

  async #write(parts: Uint8Array[]): Promise<void> {
    if (this.#socket.destroyed) throw new Error('the client has gone');
    this.#socket.cork();
    let room = true;
    for (const part of parts) room = this.#socket.write(part);
    this.#socket.uncork();
    if (!room) await this.#drained();
  }

  /** Waits until the client has read on, or has gone. */
  async #drained(): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    try {
      await Promise.race([once(this.#socket, 'drain', { signal }), once(this.#socket, 'close', { signal })]);
    } finally {
      // The event that did not come is not waited for any longer.
      abort.abort();
    }
  }

  async #refuseLine(): Promise<void> {
    this.#answer(Promise.resolve([utf8(`ERR a line has at most ${maxLineBytes} bytes\n`)]));
    await this.#answers;
  }
}

/** One line, whatever the message holds. */
function errorReply(error: unknown): Uint8Array {
  return utf8(`ERR ${toPlainError(error).message.replace(/\s+/g, ' ')}\n`);
}
