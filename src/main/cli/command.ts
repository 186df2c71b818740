import type { Io } from './io.ts';

/** 0 = done · 1 = done, and the answer is no · 2 = could not. */
export type ExitCode = 0 | 1 | 2;

/** What every command understands. */
export interface CommonOptions {
  json: boolean;
  base64: boolean;
  /** null = not said: database 0, or all of them where a command is about a whole directory. */
  db: number | null;
  readOnly: boolean;
}

export interface Invocation<Options = Record<never, never>> {
  io: Io;
  common: CommonOptions;
  options: Options;
}

/** The function that each file in commands/ exports as `run`. Arguments come in the order of its usage line. */
export type Run<Options = Record<never, never>, Arguments extends unknown[] = string[]> = (
  invocation: Invocation<Options>,
  ...positional: Arguments
) => Promise<ExitCode>;
