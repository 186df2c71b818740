import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Binary } from '../../../formats/redis/value.ts';
import { AnswerBuffer, recycle } from '../protocol/answer-buffer.ts';
import type { SoftLimit } from '../state/output-limits.ts';
import type { ServerStats } from '../state/server-stats.ts';
import { LastingBacklog } from './lasting-backlog.ts';

/** How long a client that was told of a broken request has to read so and to leave. */
const leavingMs = 1000;

/** What follows the answers of a turn: more of them, the end, or the end with time for the client to read why. */
type Following = 'more' | 'end' | 'leave';

/** What one client is sent: answers, gathered for a turn and written at once, and the end behind the last of them. */
export class Outgoing {
  readonly answers = new AnswerBuffer();
  readonly #socket: Socket;
  readonly #stats: ServerStats;
  /** Resolves when the connection has ended. */
  readonly #gone: Promise<void>;
  readonly #backlog = new LastingBacklog();
  #hasGivenLast = false;
  #isLeaving = false;

  constructor(socket: Socket, stats: ServerStats, gone: Promise<void>) {
    this.#socket = socket;
    this.#stats = stats;
    this.#gone = gone;
  }

  /** Nothing is answered any more. */
  get hasGivenLast(): boolean {
    return this.#hasGivenLast;
  }

  /** Bytes of answers that have not left. */
  get pendingBytes(): number {
    return this.answers.length + this.#socket.writableLength;
  }

  /** Whether the client is further behind than `most` bytes, or than the soft limit for too long; 0 = no limit. */
  isTooFarBehind(most: number, soft: SoftLimit): boolean {
    if (most === 0 && soft.bytes === 0) return false;
    const waiting = this.pendingBytes;
    return (most > 0 && waiting > most) || this.#backlog.isTooLong(waiting, soft);
  }

  /** Takes what has been answered; the function that is returned writes it. Returns how many bytes those are. */
  take(following: Following): () => number {
    const { length } = this.answers;
    const memory = this.answers.take();
    if (following !== 'more') this.#hasGivenLast = true;
    return () => {
      if (length > 0) {
        this.#stats.bytesWritten += length;
        this.#socket.write(memory.bytes.subarray(0, length));
        // Whatever the system has not taken at once is still read from there.
        if (this.#socket.writableLength === 0) recycle(memory);
      }
      if (following === 'leave') this.#leave();
      else if (following === 'end') this.#socket.end(() => this.#socket.destroy());
      return length;
    };
  }

  /** Sends what comes out of `source` as fast as the client takes it. */
  async stream(head: Binary, source: AsyncIterable<Buffer>): Promise<void> {
    this.#socket.write(head, 'latin1');
    for await (const chunk of source) {
      if (this.#socket.destroyed) return;
      this.#stats.bytesWritten += chunk.length;
      if (!this.#socket.write(chunk)) await this.#drained();
    }
  }

  /** The client has ended its side. False when there may be something to answer yet. */
  clientEnded(): boolean {
    if (this.#isLeaving) this.#socket.destroy();
    return this.#isLeaving;
  }

  /**
   * Ends this side alone, and reads on without looking: if bytes came that nobody has read when a socket is closed, the
   * system breaks the connection, and the client may never see why.
   */
  #leave(): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    this.#socket.end();
    this.#socket.resume();
    const timer = setTimeout(() => this.#socket.destroy(), leavingMs).unref();
    void this.#gone.then(() => clearTimeout(timer));
  }

  /** Resolves when the client has taken what was written, or has gone. */
  async #drained(): Promise<void> {
    const abort = new AbortController();
    await Promise.race([
      this.#gone,
      once(this.#socket, 'drain', { signal: abort.signal }).catch(() => undefined),
    ]);
    abort.abort();
  }
}
