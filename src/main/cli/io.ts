import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { printable } from './printable.ts';

/** What a command sees of the process, so that a spec can stand in for it. */
export interface Io {
  stdin: AsyncIterable<Uint8Array>;
  /** Resolves when there is room for more. Rejects with `OutputClosed` when nobody reads any longer. */
  write(chunk: string | Uint8Array): Promise<void>;
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

/** The process's own streams. The first interrupt asks the command to stop, the next one ends the process. */
export function processIo(): Io {
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  process.once('SIGTERM', () => abort.abort());
  // A write that fails is also told here; without a listener it would end the process with a stack trace.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return {
    stdin: process.stdin,
    write: (chunk) => writeTo(process.stdout, chunk),
    tell: (line) => {
      process.stderr.write(`${printable(line)}\n`);
    },
    terminal: process.stderr.isTTY ? process.stderr : null,
    signal: abort.signal,
  };
}

async function writeTo(stream: Writable, chunk: string | Uint8Array): Promise<void> {
  if (stream.destroyed || stream.errored) throw new OutputClosed();
  if (stream.write(chunk)) return;
  try {
    await once(stream, 'drain');
  } catch {
    throw new OutputClosed();
  }
}
