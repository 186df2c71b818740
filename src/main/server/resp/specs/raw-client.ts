import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Where the reply that begins at `from` ends; -1 when it is not all there. RESP2 and RESP3. */
export function endOfReply(text: string, from: number): number {
  const lineEnd = text.indexOf('\r\n', from);
  if (lineEnd < 0) return -1;
  const count = Number(text.slice(from + 1, lineEnd));
  let at = lineEnd + 2;
  switch (text[from]) {
    case '$':
    case '=':
      if (count < 0) return at;
      return at + count + 2 <= text.length ? at + count + 2 : -1;
    case '*':
    case '~':
    case '>':
    case '%':
    case '|':
      for (let left = elementsBehind(text[from] as string, count); left > 0; left--) {
        at = endOfReply(text, at);
        if (at < 0) return -1;
      }
      return at;
    default:
      return at;
  }
}

/** Attributes are told before the answer that they belong to, and count as a part of it. */
function elementsBehind(mark: string, count: number): number {
  if (mark === '|') return 2 * count + 1;
  return mark === '%' ? 2 * count : count;
}

export function encodeRequest(args: readonly string[]): string {
  return `*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('')}`;
}

/** A client that sees the bytes of its answers. Text is latin1. */
export class RawClient {
  readonly socket: Socket;
  /** Resolves when the connection has ended, in whatever way. */
  readonly gone: Promise<void>;
  #received = '';
  #waiting: ((reply: string) => void)[] = [];
  /** Replies that nobody has waited for yet. */
  readonly #replies: string[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => this.#take(chunk.toString('latin1')));
    socket.on('error', () => undefined);
    this.gone = new Promise((resolve) => socket.on('close', () => resolve()));
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  ask(...args: string[]): Promise<string> {
    this.send(encodeRequest(args));
    return this.next();
  }

  /** Many requests at once; their answers in order. */
  askAll(requests: readonly (readonly string[])[]): Promise<string[]> {
    this.send(requests.map(encodeRequest).join(''));
    return Promise.all(requests.map(() => this.next()));
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  next(): Promise<string> {
    const reply = this.#replies.shift();
    return reply === undefined
      ? new Promise((resolve) => this.#waiting.push(resolve))
      : Promise.resolve(reply);
  }

  /** All that comes until the server ends the connection. */
  async untilEnd(): Promise<string> {
    await this.gone;
    return this.#replies.splice(0).join('') + this.#received;
  }

  close(): void {
    this.socket.destroy();
  }

  #take(text: string): void {
    this.#received += text;
    let at = 0;
    for (let end = endOfReply(this.#received, at); end >= 0; end = endOfReply(this.#received, at)) {
      const reply = this.#received.slice(at, end);
      const waiting = this.#waiting.shift();
      if (waiting) waiting(reply);
      else this.#replies.push(reply);
      at = end;
    }
    this.#received = this.#received.slice(at);
  }
}
