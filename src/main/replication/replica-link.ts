import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { WalscopeError } from '../../shared/errors.ts';
import { encodeCommand } from '../formats/redis/aof/encode-command.ts';
import { ByteStream } from './byte-stream.ts';
import { type FollowedServer, serverName } from './followed-server.ts';

/** Where in a server's history a replica stands: the id of that history, and how many bytes of it are had. */
export interface ReplicationPosition {
  id: string;
  offset: number;
}

/**
 * How a server answers: with everything it has, or from the position on. Redis 4 and later, Valkey and Walscope may
 * go on under another id, after a failover.
 */
export type SyncAnswer =
  | { kind: 'full'; position: ReplicationPosition; snapshot: AsyncGenerator<Buffer, void, void> }
  | { kind: 'continue'; id: string };

/** A server pings its replicas every 10 s: after so long without a byte it is gone. ms */
const silentMs = 60_000;
const markLength = 40;
/**
 * The Valkey whose snapshots are read. One that is told nothing makes them as Redis 7.2 did, and gives up where a hash
 * has fields with deadlines.
 */
const readsAsValkey = '9.0.0';

/** One connection of a replica to its server, by PSYNC. */
export class ReplicaLink {
  readonly #socket: Socket;
  readonly #bytes: ByteStream;

  private constructor(socket: Socket) {
    this.#socket = socket;
    // Whoever reads is told of it; between two reads nobody is, and nobody has to be.
    socket.on('error', () => undefined);
    this.#bytes = new ByteStream(socket);
  }

  /** Throws IO when nobody answers, and DENIED when the server wants another password. */
  static async connect(server: FollowedServer, signal: AbortSignal): Promise<ReplicaLink> {
    const { host, port } = server;
    const socket = server.tls ? connectTls({ host, port, servername: host }) : connect({ host, port });
    socket.setNoDelay(true);
    socket.setTimeout(silentMs, () => socket.destroy(new Error('nothing has come for a minute')));
    const abort = () => socket.destroy();
    signal.addEventListener('abort', abort);
    socket.once('close', () => signal.removeEventListener('abort', abort));
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once(server.tls ? 'secureConnect' : 'connect', () => resolve());
        socket.once('error', reject);
        socket.once('close', () => reject(new Error('it was closed')));
      });
    } catch (cause) {
      throw new WalscopeError('IO', `${serverName(server)} cannot be reached: ${(cause as Error).message}.`, {
        cause,
      });
    }
    const link = new ReplicaLink(socket);
    await link.#greet(server);
    return link;
  }

  /** Asks for what is new since `from`; null asks for everything. */
  async sync(from: ReplicationPosition | null): Promise<SyncAnswer> {
    const answer = await this.#ask('PSYNC', from?.id ?? '?', from ? String(from.offset + 1) : '-1');
    const [word, id, offset] = answer.slice(1).split(' ');
    if (word === 'CONTINUE') return { kind: 'continue', id: id ?? from?.id ?? '' };
    if (word !== 'FULLRESYNC' || !id || !/^\d+$/.test(offset ?? '')) {
      throw new WalscopeError('IO', `The server does not take replicas: it answers ${answer}.`);
    }
    return { kind: 'full', position: { id, offset: Number(offset) }, snapshot: this.#snapshot() };
  }

  /** The next bytes of the stream of commands. */
  next(): Promise<Buffer> {
    return this.#bytes.some();
  }

  /** Tells the server how many bytes of its history are safe here. */
  acknowledge(offset: number): void {
    if (this.#socket.writable) this.#send('REPLCONF', 'ACK', String(offset));
  }

  close(): void {
    this.#socket.destroy();
  }

  async #greet({ username, password }: FollowedServer): Promise<void> {
    if (password !== null) {
      const answer = await this.#ask('AUTH', ...(username === null ? [] : [username]), password);
      if (!answer.startsWith('+')) throw refused(answer);
    }
    const pong = await this.#ask('PING');
    if (pong.startsWith('-')) throw refused(pong);
    // Servers that know none of these answer with an error, and go on without.
    await this.#ask('REPLCONF', 'capa', 'eof', 'capa', 'psync2');
    await this.#ask('REPLCONF', 'version', readsAsValkey);
  }

  async #ask(...args: string[]): Promise<string> {
    this.#send(...args);
    // While it prepares a snapshot a server sends empty lines, so that nobody takes it for dead.
    for (;;) {
      const line = await this.#bytes.line();
      if (line !== '') return line;
    }
  }

  #send(...args: string[]): void {
    this.#socket.write(encodeCommand(args));
  }

  /** An RDB of a length that is told before it, or one that ends with a mark that is told before it. */
  async *#snapshot(): AsyncGenerator<Buffer, void, void> {
    let head = '';
    while (head === '') head = await this.#bytes.line();
    const mark = /^\$EOF:(.{40})$/.exec(head)?.[1];
    const length = /^\$(\d+)$/.exec(head)?.[1];
    if (mark !== undefined) yield* this.#untilMark(Buffer.from(mark, 'latin1'));
    else if (length !== undefined) yield* this.#counted(Number(length));
    else throw new WalscopeError('IO', `The server sends no snapshot: ${head.slice(0, 80)}.`);
  }

  async *#counted(length: number): AsyncGenerator<Buffer, void, void> {
    for (let left = length; left > 0; ) {
      const bytes = await this.#bytes.some(left);
      left -= bytes.length;
      yield bytes;
    }
  }

  /** The last bytes are held back: they may be the mark. Nothing follows it until the snapshot is acknowledged. */
  async *#untilMark(mark: Buffer): AsyncGenerator<Buffer, void, void> {
    let held: Buffer = await this.#bytes.exactly(markLength);
    for (;;) {
      const at = held.indexOf(mark);
      if (at >= 0) {
        if (at > 0) yield held.subarray(0, at);
        this.#bytes.unread(held.subarray(at + markLength));
        return;
      }
      const safe = held.length - markLength + 1;
      if (safe > 0) yield held.subarray(0, safe);
      held = Buffer.concat([held.subarray(Math.max(0, safe)), await this.#bytes.some()]);
    }
  }
}

function refused(answer: string): WalscopeError {
  return new WalscopeError('DENIED', `The server refuses: ${answer.replace(/^-/, '')}.`);
}
