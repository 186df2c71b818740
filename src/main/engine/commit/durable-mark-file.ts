import {
  type DurableMark,
  durableFileLength,
  encodeDurableMark,
  slotOffset,
} from '../format/durable-mark.ts';
import { durableMarkFile } from '../format/file-names.ts';
import type { FileHandle, FileSystem } from '../fs/file-system.ts';
import { prove } from './failures.ts';

/**
 * The durable mark of an open store. Its two slots exist from the start and are written in place: a full disk does
 * not keep the mark from being written. Only closing and creating sync it: a mark that lags behind is still true.
 */
export class DurableMarkFile {
  readonly #handle: FileHandle;
  readonly #storeId: Uint8Array;
  #generation: number;

  private constructor(handle: FileHandle, storeId: Uint8Array, generation: number) {
    this.#handle = handle;
    this.#storeId = storeId;
    this.#generation = generation;
  }

  /** Opens the file, or makes it when it is missing. `previous` is the mark that counts in it. */
  static async open(
    fileSystem: FileSystem,
    directory: string,
    storeId: Uint8Array,
    previous: DurableMark | null,
  ): Promise<DurableMarkFile> {
    const handle = await fileSystem.open(`${directory}/${durableMarkFile}`, 'open-or-create');
    try {
      if ((await handle.size()) !== durableFileLength) {
        await handle.truncate(0);
        await handle.write(new Uint8Array(durableFileLength), 0);
      }
    } catch (error) {
      await handle.close();
      throw error;
    }
    return new DurableMarkFile(handle, storeId, previous?.generation ?? -1);
  }

  /** Records that all up to `seq`, which ends at `offset` of `segment`, is on the disk. `timeMs` since 1970. */
  write(seq: number, segment: number, offset: number, timeMs: number): void {
    const generation = this.#generation + 1;
    const mark = { storeId: this.#storeId, generation, seq, segment, offset, timeMs };
    this.#handle.writeSync(encodeDurableMark(mark), slotOffset(generation));
    this.#generation = generation;
  }

  async sync(): Promise<void> {
    await prove(durableMarkFile, () => this.#handle.sync());
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
