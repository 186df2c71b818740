import { equalBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { isPatch } from '../../engine/format/patch.ts';
import { patchedValue } from '../../engine/format/patch-chain.ts';
import { decodeRecordHead, RecordHead } from '../../engine/format/record.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Log, LogRecord, ValueSession } from '../log/log.ts';
import { LogFileReader } from '../log/read-values.ts';
import { storedKeyAt } from '../log/stored-key.ts';

/** The values of a log with patches: a record holds its value, or how it differs from that of an earlier one. */
export class PatchedValues implements ValueSession {
  readonly #log: Log;
  readonly #files: LogFileReader;

  constructor(log: Log, fileSystem: FileSystem) {
    this.#log = log;
    this.#files = new LogFileReader(log, fileSystem);
  }

  async read(index: number): Promise<Uint8Array> {
    const record = this.#log.table.record(index);
    const { file, offset, length } = record;
    const bytes = await this.#files.read(file, offset, length);
    const head = new RecordHead();
    const key = storedKeyAt(this.#log.table, index);
    const isSame =
      decodeRecordHead(bytes, 0, length, head) &&
      head.end === length &&
      equalBytes(bytes.subarray(head.keyOffset, head.valueOffset), key);
    if (!isSame) throw this.#files.changed(file);
    const value = bytes.subarray(head.valueOffset, head.end);
    return isPatch(head.type) ? this.#patched(record, key, value, head.type) : value;
  }

  close(): Promise<void> {
    return this.#files.close();
  }

  async #patched(
    { file, offset, seq }: LogRecord,
    key: Uint8Array,
    value: Uint8Array,
    type: number,
  ): Promise<Uint8Array> {
    const patch = { key, value, type, seq: seq ?? 0, offset };
    const whole = await patchedValue(patch, async (target, at) => {
      target.set(await this.#files.read(file, at, target.length));
      return target.length;
    });
    if (whole !== null) return whole;
    const name = this.#log.files[file]?.name ?? '';
    throw new WalscopeError(
      'CORRUPT',
      `What the record at byte ${offset} of ${name} builds on does not match its checksum: verify the directory.`,
      { details: { file: name, offset } },
    );
  }
}
