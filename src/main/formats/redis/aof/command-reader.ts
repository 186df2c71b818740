import type { ByteInput } from '../rdb/byte-input.ts';
import { CommandInFile, changedMeanwhile } from './command-in-file.ts';
import { readAsRedis } from './loose-command.ts';

/** The command that has been read last, and, of a transaction, those before it once more. */
export class CommandReader {
  readonly command: CommandInFile;
  readonly #input: ByteInput;
  readonly #again: CommandInFile;

  constructor(input: ByteInput) {
    this.#input = input;
    this.command = new CommandInFile(input);
    this.#again = new CommandInFile(input);
  }

  /** The command at `offset`, which has been read before. Throws CONFLICT when it is no longer there. */
  again(offset: number): CommandInFile {
    const { offset: present } = this.#input;
    this.#input.seek(offset);
    try {
      const { kind } = readAsRedis(this.#input, this.#again);
      if (kind !== 'command' && kind !== 'flawed') throw changedMeanwhile();
    } finally {
      this.#input.seek(present);
    }
    return this.#again;
  }
}
