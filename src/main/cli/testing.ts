import { type Io, OutputClosed } from './io.ts';
import { runCli } from './run-cli.ts';

export interface Ran {
  code: number;
  out: Buffer;
  /** Lines on stderr. */
  err: string[];
}

export interface RunOptions {
  stdin?: string | Uint8Array;
  signal?: AbortSignal;
  /** Bytes after which nobody reads the output any longer. */
  readerLeavesAfter?: number;
  onOutput?: (text: string) => void;
  writesToTerminal?: boolean;
}

/** Runs a command line in this process. */
export async function runHere(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const chunks: Buffer[] = [];
  const err: string[] = [];
  let written = 0;
  const io: Io = {
    stdin: (async function* () {
      if (options.stdin !== undefined) yield Buffer.from(options.stdin);
    })(),
    write: async (chunk) => {
      if (written > (options.readerLeavesAfter ?? Number.POSITIVE_INFINITY)) throw new OutputClosed();
      const bytes = Buffer.from(chunk);
      written += bytes.length;
      chunks.push(bytes);
      options.onOutput?.(bytes.toString());
    },
    tell: (line) => err.push(line),
    writesToTerminal: options.writesToTerminal ?? false,
    terminal: null,
    signal: options.signal ?? new AbortController().signal,
  };
  const code = await runCli(argv, io, '1.2.3');
  return { code, out: Buffer.concat(chunks), err };
}

/** The one JSON document on stdout. */
export function jsonOf({ out }: Ran): unknown {
  return JSON.parse(out.toString());
}

/** One document a line. */
export function jsonLinesOf({ out }: Ran): Record<string, unknown>[] {
  return out
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
