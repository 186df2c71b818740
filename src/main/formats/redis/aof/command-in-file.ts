import { WalscopeError } from '../../../../shared/errors.ts';
import { Column } from '../../log/column.ts';
import { type ByteInput, RdbFault } from '../rdb/byte-input.ts';
import type { Binary } from '../value.ts';

/** Places of so many arguments stand in arrays that the next command uses again; those of more are packed. */
const maxUnpacked = 4096;

/**
 * One command as it stands in the file: where each of its arguments lies. An argument is read when it is asked for, so
 * that a command of a million arguments, or of 500 MiB in one, takes no more memory than their places.
 */
export class CommandInFile {
  offset = 0;
  length = 0;
  count = 0;
  readonly #input: ByteInput;
  #offsets = new Float64Array(8);
  #lengths = new Float64Array(8);
  /** From argument `maxUnpacked` on, which hardly any command has: a few bytes for each. */
  #farOffsets: Column | null = null;
  #farLengths: Column | null = null;

  constructor(input: ByteInput) {
    this.#input = input;
  }

  get end(): number {
    return this.offset + this.length;
  }

  /** Where the command begins; its arguments follow by `add`, and then its end. */
  begin(offset: number): void {
    this.offset = offset;
    this.count = 0;
    this.#farOffsets = null;
    this.#farLengths = null;
  }

  add(offset: number, length: number): void {
    if (this.count >= maxUnpacked) {
      this.#farOffsets ??= new Column();
      this.#farLengths ??= new Column();
      this.#farOffsets.push(offset);
      this.#farLengths.push(length);
      this.count++;
      return;
    }
    if (this.count === this.#offsets.length) {
      this.#offsets = twiceAsLong(this.#offsets);
      this.#lengths = twiceAsLong(this.#lengths);
    }
    this.#offsets[this.count] = offset;
    this.#lengths[this.count++] = length;
  }

  endAt(end: number): void {
    this.length = end - this.offset;
  }

  /** Where an argument's bytes begin in the file. */
  offsetOf(index: number): number {
    if (index >= this.count) return this.end;
    return this.#offsets[index] ?? (this.#farOffsets as Column).get(index - maxUnpacked);
  }

  lengthOf(index: number): number {
    if (index >= this.count) return 0;
    return this.#lengths[index] ?? (this.#farLengths as Column).get(index - maxUnpacked);
  }

  /** The bytes of an argument. This and what follows throw CONFLICT when the file has become shorter. */
  arg(index: number): Buffer {
    return this.#read(() => this.#input.copyAt(this.offsetOf(index), this.lengthOf(index)));
  }

  /** One character for each byte. */
  binary(index: number): Binary {
    return this.#read(() => this.#input.latin1At(this.offsetOf(index), this.lengthOf(index)));
  }

  isArg(index: number, bytes: Uint8Array): boolean {
    if (this.lengthOf(index) !== bytes.length) return false;
    return this.#read(() => this.#input.equalsAt(this.offsetOf(index), bytes));
  }

  args(from = 0, to = this.count): Buffer[] {
    const length = Math.max(0, Math.min(to, this.count) - from);
    return Array.from({ length }, (_, at) => this.arg(from + at));
  }

  /** In upper case. */
  get name(): string {
    const length = Math.min(this.lengthOf(0), maxNameBytes);
    return this.#read(() => this.#input.latin1At(this.offsetOf(0), length)).toUpperCase();
  }

  #read<T>(read: () => T): T {
    try {
      return read();
    } catch (fault) {
      if (!(fault instanceof RdbFault)) throw fault;
      throw changedMeanwhile();
    }
  }
}

/** No command has a longer name. */
export const maxNameBytes = 256;

export function changedMeanwhile(): WalscopeError {
  return new WalscopeError('CONFLICT', 'A file was changed by someone while it was read: read it again.');
}

function twiceAsLong(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(numbers.length * 2);
  longer.set(numbers);
  return longer;
}
