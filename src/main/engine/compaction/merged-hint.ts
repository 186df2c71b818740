import { emptyBytes } from '../../../shared/bytes.ts';
import { plainType } from '../format/patch.ts';
import type { RecordHead } from '../format/record.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { BulkLoad } from '../index/bulk-load.ts';
import { KeyIndex } from '../index/key-index.ts';
import { RecordColumns } from '../index/record-columns.ts';
import type { Slicer } from '../scan/slicer.ts';
import { factsOf } from './newest-records.ts';
import { type HintBinding, writeHint } from './write-hint.ts';

/** All that a merge has written, for the hint of its segment. */
export class MergedHint {
  readonly #index: KeyIndex;
  readonly #load: BulkLoad;
  readonly #records = new RecordColumns();
  /** In which their keys lie. */
  #bytes = emptyBytes;

  constructor(segment: number, seed: number) {
    this.#index = new KeyIndex(seed);
    this.#load = new BulkLoad(this.#index);
    this.#records.segment = segment;
  }

  /** A record of `bytes`, good until `endFrame`, that now begins at `offset` of the merged segment and is no patch there. */
  add(
    bytes: Uint8Array,
    head: RecordHead,
    seq: number,
    offset: number,
    headLength: number,
    valueLength: number,
  ): void {
    const facts = factsOf(head, seq, this.#records.segment, offset);
    facts.headLength = headLength;
    facts.valueLength = valueLength;
    facts.type = plainType(facts.type);
    if (this.#records.isFull) this.#handOver();
    this.#bytes = bytes;
    if (!head.isDelete) this.#records.add(head.keyOffset, head.keyLength, facts);
    else {
      // Here it is an entry like others.
      this.#handOver();
      this.#load.put(bytes, head.keyOffset, head.keyLength, facts);
    }
  }

  async endFrame(slicer: Slicer): Promise<void> {
    this.#handOver();
    if (this.#load.isFull) await this.#load.flush(slicer);
  }

  async write(
    fileSystem: FileSystem,
    directory: string,
    binding: HintBinding,
    slicer: Slicer,
  ): Promise<void> {
    await this.#load.flush(slicer);
    await writeHint(fileSystem, directory, this.#index, binding, slicer);
  }

  #handOver(): void {
    this.#load.putAll(this.#bytes, this.#records);
    this.#records.count = 0;
  }
}
