import { addAbortSignal, type Writable } from 'node:stream';
import { WalscopeError } from '../../shared/errors.ts';
import { printable } from './printable.ts';

/** What a command sees of the process, so that a spec can stand in for it. */
export interface Io {
  stdin: AsyncIterable<Uint8Array>;
  /**
   * Resolves when there is room for more. Rejects with `OutputClosed` when nobody reads any longer, and with the reason
   * when the output cannot be written, as to a full disk.
   */
  write(chunk: string | Uint8Array): Promise<void>;
  /** Whether the output is read by eyes, on a terminal that obeys control characters. */
  writesToTerminal: boolean;
  /** One line for people, without its newline. */
  tell(line: string): void;
  /** Where progress may be drawn; null when stderr is not a terminal. */
  terminal: Writable | null;
  /** Aborted when the user wants to stop. */
  signal: AbortSignal;
}

/** The reader of the output has gone, as with `walscope log DIR | head`: no error, but nothing more to do. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** What asks a process to end: an interrupt, a service manager, a terminal that has been closed. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The process's own streams. The first signal asks the command to stop, the next one ends the process. */
export function processIo(): Io {
  const abort = new AbortController();
  for (const signal of endings) process.once(signal, () => abort.abort());
  // A write that fails is also told here; without a listener it would end the process with a stack trace.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return {
    // Opened when it is asked for; whoever waits for what nobody types can be interrupted.
    stdin: {
      [Symbol.asyncIterator]: () => addAbortSignal(abort.signal, process.stdin)[Symbol.asyncIterator](),
    },
    write: (chunk) => writeTo(process.stdout, chunk),
    writesToTerminal: process.stdout.isTTY ?? false,
    tell: (line) => {
      process.stderr.write(`${printable(line)}\n`);
    },
    terminal: process.stderr.isTTY ? process.stderr : null,
    signal: abort.signal,
  };
}

/** Errors by which systems say that nobody reads any longer. */
const goneReaders: ReadonlySet<string | undefined> = new Set([
  'EPIPE',
  'ECONNRESET',
  'EOF',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** Resolves once the chunk has been handed over: an error of the last one must not go unnoticed. */
export function writeTo(stream: Writable, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => (error ? reject(outputError(error)) : resolve()));
  });
}

function outputError(error: NodeJS.ErrnoException): Error {
  if (goneReaders.has(error.code)) return new OutputClosed();
  const code = error.code === 'ENOSPC' ? 'NO_SPACE' : 'IO';
  const reason = `The output cannot be written: ${error.message}. It is not whole: write it to another place.`;
  return new WalscopeError(code, reason, { cause: error });
}
