import type { Socket } from 'node:net';
import { WalscopeError } from '../../shared/errors.ts';

const newline = 10;
/** Answers of a handshake are short. Bytes. */
const maxLineBytes = 64 * 1024;

/** A socket read by lines and by numbers of bytes; the socket is paused while nobody asks. */
export class ByteStream {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Without its end of line. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(newline);
      if (end >= 0) {
        const line = this.#rest.toString('latin1', 0, end).replace(/\r$/, '');
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      if (this.#rest.length > maxLineBytes) {
        throw new WalscopeError('IO', 'The server answers with a line that no server of Redis sends.');
      }
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    }
  }

  /** Some bytes, at least one and at most `most`. */
  async some(most = Number.POSITIVE_INFINITY): Promise<Buffer> {
    while (this.#rest.length === 0) this.#rest = await this.#next();
    const bytes = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  /** Exactly so many bytes. For few of them. */
  async exactly(length: number): Promise<Buffer> {
    while (this.#rest.length < length) this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    return this.some(length);
  }

  /** Puts bytes back in front of what comes next. */
  unread(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([bytes, this.#rest]);
  }

  async #next(): Promise<Buffer> {
    const { value, done } = await this.#chunks.next();
    if (done) throw new WalscopeError('IO', 'The server has closed the connection.');
    return value;
  }
}
