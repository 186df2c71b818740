import type { Socket } from 'node:net';
import { errorReply, type Reply } from '../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import { encodeReply } from '../protocol/encode-reply.ts';
import { ProtocolError, RequestParser } from '../protocol/request-parser.ts';
import type { QuickLane } from '../quick-lane.ts';
import type { ServerConfig } from '../state/server-config.ts';
import type { ServerStats } from '../state/server-stats.ts';
import { type ClientLink, ClientState } from './client-state.ts';
import { Outgoing } from './outgoing.ts';
import { withSharedReads } from './shared-reads.ts';
import type { Answered, Release, Turns } from './turns.ts';

/** While so much waits for a client nothing more is done for it. */
const maxPendingBytes = 1024 * 1024;

/** What is read of a client that waits for something. */
const maxReadAheadBytes = 64 * 1024;

export interface ConnectionParts {
  id: number;
  socket: Socket;
  turns: Turns;
  config: ServerConfig;
  stats: ServerStats;
  isAuthenticated: boolean;
  nowMs: number;
  /** Runs one request of the client; its answers come through the client's link. */
  execute: (client: ClientState, args: readonly Binary[]) => void;
  lane: QuickLane;
  /** Before the requests that have come together are run. */
  onRequests: () => number;
  /** What the client was held back with, to be tried again; null when it was not. */
  release: (client: ClientState) => readonly Binary[] | null;
  onGone: (client: ClientState) => void;
}

/** The socket of one client: its requests are run as they come, its answers sent at the end of the turn. */
export class Connection implements ClientLink, Answered {
  readonly state: ClientState;
  /** Resolves when the connection has ended. */
  readonly gone: Promise<void>;
  readonly #parts: ConnectionParts;
  readonly #socket: Socket;
  readonly #parser: RequestParser;
  readonly #out: Outgoing;
  /** For the parser: takes what may go the short way. */
  readonly #takeQuick = (bytes: Buffer, at: number): number =>
    this.#parts.lane.run(this.state, bytes, at, this.#out.answers, maxPendingBytes);
  #isReading = false;
  /** Nothing is read from the socket. */
  #isPaused = false;
  #isClosing = false;
  #hasRefused = false;
  #isGone = false;

  constructor(parts: ConnectionParts) {
    const { socket, config, id, isAuthenticated, nowMs } = parts;
    this.#parts = parts;
    this.#socket = withSharedReads(socket, (chunk) => this.#received(chunk));
    this.#parser = new RequestParser(
      {
        maxBulkBytes: config.number('proto-max-bulk-len'),
        maxRequestBytes: config.number('client-query-buffer-limit'),
      },
      isAuthenticated,
    );
    this.gone = new Promise((resolve) => this.#socket.on('close', () => resolve()));
    this.#out = new Outgoing(this.#socket, parts.stats, this.gone);
    this.#listen();
    const address = addressText(this.#socket.remoteAddress, this.#socket.remotePort);
    const localAddress = addressText(this.#socket.localAddress, this.#socket.localPort);
    this.state = new ClientState(this, { id, address, localAddress, isAuthenticated, nowMs });
    this.#socket.setNoDelay(true);
    this.#socket.resume();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('end', () => this.#ended());
    socket.on('drain', () => this.resume());
    socket.on('close', () => this.#gone());
    // A reset is followed by `close`; without a listener it ends the process.
    socket.on('error', () => undefined);
  }

  /** Bytes that have come and have not been run. */
  get waitingBytes(): number {
    return this.#parser.waitingBytes;
  }

  /** Bytes of answers that have not left. */
  get pendingBytes(): number {
    return this.#out.pendingBytes;
  }

  send(reply: Reply): void {
    if (this.#isGone || this.#out.hasGivenLast) return;
    const { state } = this;
    if ((state.replyMode === 'off' || state.replyMode === 'skip-now') && !isPush(reply)) return;
    this.#out.answers.text(encodeReply(reply, state.version));
    this.#answered();
  }

  #answered(): void {
    this.#parts.turns.join(this);
    this.endIfBehind();
  }

  /** Lets go a client that does not take its answers, as soon as that is too much, or has been for too long. */
  endIfBehind(): void {
    const { hard, soft } = this.#parts.config.outputLimits;
    const kind = this.state.subscriptions > 0 ? 'pubsub' : 'normal';
    if (this.#out.isTooFarBehind(hard[kind], soft[kind])) this.close('at-once');
  }

  async stream(head: Binary, source: AsyncIterable<Buffer>): Promise<void> {
    // What has been answered before goes first.
    await this.#parts.turns.committed();
    await this.#out.stream(head, source);
  }

  /** The client sends nothing more. */
  #ended(): void {
    if (!this.#out.clientEnded()) this.close('after-answers');
  }

  takeAnswers(): Release {
    // Answers of turns before may still be waiting for their commits: what ends the connection comes behind them all.
    const following = this.#isClosing ? (this.#hasRefused ? 'leave' : 'end') : 'more';
    const write = this.#out.take(following);
    return (how) => {
      // What it was told would be a guess: it has to ask anew.
      if (how === 'fail') this.#socket.destroy();
      else if (!this.#isGone) this.#wrote(write());
    };
  }

  #wrote(length: number): void {
    // It may have been held up by its own answers.
    if (length > maxPendingBytes && this.#mayRun()) this.resume();
  }

  resume(): void {
    if (this.#isReading || this.#isGone || this.#hasRefused) return;
    this.#parts.onRequests();
    const { held } = this.state;
    if (held !== null) this.#retryHeld();
    this.#run();
  }

  close(how: 'after-answers' | 'at-once'): void {
    this.state.isLeaving = true;
    // Nothing more of what it has sent is run: the socket tells of its end only later.
    this.#isClosing = true;
    if (how === 'at-once') this.#socket.destroy();
    else this.#parts.turns.join(this);
  }

  #received(chunk: Buffer): void {
    const { stats, onRequests } = this.#parts;
    stats.bytesRead += chunk.length;
    if (this.#hasRefused) return;
    this.#parser.push(chunk);
    this.state.usedAtMs = onRequests();
    if (this.#parser.waitingBytes > this.#parts.config.maxWaitingBytes) this.close('at-once');
    else this.#run();
    this.#parser.keep();
  }

  /** Runs what has come, until the client has to wait for something. */
  #run(): void {
    this.#isReading = true;
    try {
      while (this.#mayRun()) {
        const { state } = this;
        if (this.#parts.lane.isOpen(state) && !this.#runQuick()) break;
        const args = this.#parser.next();
        if (args === null) break;
        if (state.replyMode === 'skip-next') state.replyMode = 'skip-now';
        else if (state.replyMode === 'skip-now') state.replyMode = 'on';
        this.#parts.execute(state, args);
        this.#parser.isAuthenticated = this.state.isAuthenticated;
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#refuse(error);
    } finally {
      this.#isReading = false;
    }
    // Of a client that waits one only hears that it has gone by reading from it.
    const mayRead =
      this.#mayRun() ||
      ((this.state.isBlocked || this.state.held !== null) && this.waitingBytes < maxReadAheadBytes);
    if (mayRead !== this.#isPaused) return;
    this.#isPaused = !mayRead;
    if (mayRead) this.#socket.resume();
    else this.#socket.pause();
  }

  /** False when the client has to wait after it. */
  #runQuick(): boolean {
    const { answers } = this.#out;
    const before = answers.length;
    this.#parser.offer(this.#takeQuick);
    if (answers.length === before) return true;
    this.#answered();
    return this.#mayRun();
  }

  /** The command that was held back goes first, and may have to wait again. */
  #retryHeld(): void {
    this.#isReading = true;
    try {
      const args = this.#parts.release(this.state);
      if (args !== null && !this.#isClosing) this.#parts.execute(this.state, args);
    } finally {
      this.#isReading = false;
    }
  }

  #mayRun(): boolean {
    return (
      !this.state.isBlocked &&
      !this.#isClosing &&
      !this.#isGone &&
      !this.#hasRefused &&
      this.#out.answers.length <= maxPendingBytes &&
      this.#socket.writableLength <= maxPendingBytes &&
      this.state.held === null
    );
  }

  #refuse(error: ProtocolError): void {
    this.#hasRefused = true;
    this.send(errorReply(`ERR Protocol error: ${error.message}`));
    this.close('after-answers');
  }

  #gone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#out.answers.take();
    this.#parts.onGone(this.state);
  }
}

/** What subscribers hear, which CLIENT REPLY does not keep back. */
function isPush(reply: Reply): boolean {
  if (typeof reply !== 'object' || reply === null || !('kind' in reply)) return false;
  return reply.kind === 'push' || (reply.kind === 'several' && reply.replies.every(isPush));
}

function addressText(address: string | undefined, port: number | undefined): string {
  const host = address?.replace(/^::ffff:/, '') ?? '';
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
