import type { ToldCommand } from './told-command.ts';

export interface ToldCommitParts {
  /** In the order in which they were run; null = what they were is not known, or too long. */
  commands: readonly ToldCommand[] | null;
  /** Of the commands. */
  bytes: number;
  /** How many turns of the store's own expiry the first of them has seen. */
  expiries: number;
  /** Up to here the commands have seen what others have written to the store. */
  noticedSeq: number;
}

/** What the commands of one commit are told as, and where in the log is what they have changed. */
export class ToldCommit {
  readonly expiries: number;
  readonly noticedSeq: number;
  commands: readonly ToldCommand[] | null;
  readonly bytes: number;
  /** Sequence numbers of its changes; null when it has none. */
  range: { first: number; last: number } | null = null;
  isSettled = false;
  /** Nothing of it has come into the log, though it was meant to. */
  hasFailed = false;
  #settled: Promise<void> | null = null;
  #settle: () => void = () => undefined;

  constructor({ commands, bytes, expiries, noticedSeq }: ToldCommitParts) {
    this.expiries = expiries;
    this.noticedSeq = noticedSeq;
    this.commands = commands;
    this.bytes = bytes;
  }

  /** Resolves when it is known what became of it. */
  get settled(): Promise<void> {
    // Most of them nobody waits for.
    this.#settled ??= new Promise((resolve) => {
      if (this.isSettled) resolve();
      else this.#settle = resolve;
    });
    return this.#settled;
  }

  /** It is in the log, or has changed nothing. */
  written(range: { first: number; last: number } | null): void {
    this.range = range;
    this.isSettled = true;
    this.#settle();
  }

  failed(): void {
    this.hasFailed = true;
    this.isSettled = true;
    this.#settle();
  }
}
