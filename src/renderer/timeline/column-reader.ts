import type { Client } from '../../shared/contract/index.ts';
import { decodeColumns, type LogColumns } from './log-columns.ts';

interface Wanted {
  first: number;
  last: number;
  columns: number;
  generation: number;
}

const same = (a: Wanted | null, b: Wanted) =>
  a !== null &&
  a.first === b.first &&
  a.last === b.last &&
  a.columns === b.columns &&
  a.generation === b.generation;

/**
 * Reads the columns of one strip: one read at a time, always the newest that was asked for. While a person zooms,
 * what is there is drawn stretched until the next answer.
 */
export class ColumnReader {
  readonly #client: Client;
  readonly #source: string;
  readonly #onColumns: (columns: LogColumns) => void;
  #wanted: Wanted | null = null;
  #read: Wanted | null = null;
  #reading = false;

  constructor(client: Client, source: string, onColumns: (columns: LogColumns) => void) {
    this.#client = client;
    this.#source = source;
    this.#onColumns = onColumns;
  }

  want(wanted: Wanted): void {
    if (wanted.last <= wanted.first || wanted.columns < 1) return;
    this.#wanted = wanted;
    void this.#pump();
  }

  async #pump(): Promise<void> {
    const wanted = this.#wanted;
    if (this.#reading || !wanted || same(this.#read, wanted)) return;
    this.#reading = true;
    this.#read = wanted;
    const { first, last, columns } = wanted;
    try {
      const { bytes } = await this.#client.call('timeline.columns', {
        source: this.#source,
        first,
        last,
        columns,
      });
      this.#onColumns(decodeColumns(bytes, first, last));
    } catch {
      // The rows beside it say what is wrong; a drawing that is one step old does no harm.
      this.#read = null;
      return;
    } finally {
      this.#reading = false;
    }
    void this.#pump();
  }
}
