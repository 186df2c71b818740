import type { FileSystem } from '../../engine/fs/file-system.ts';
import { ForensicLog } from '../log/forensic-log.ts';
import type { Log, ValueSession } from '../log/log.ts';
import { LogFileReader } from '../log/read-values.ts';
import { parseValue, skipValue } from './json-members.ts';
import type { Operation } from './operation.ts';
import { bytesOfText, bytesOfValue } from './text-bytes.ts';

const quote = 0x22;

export class MiniRedisLog extends ForensicLog {
  constructor(directory: string) {
    super('miniredis', directory, { framed: false });
    this.soundness = 'Well-formed, but without checksums: damage within a value cannot be noticed';
  }

  /** `bytes` begin at the place's offset, and the operation's ranges are within them. */
  appendOperation(
    place: { file: number; offset: number; length: number; status?: 'behind' },
    bytes: Uint8Array,
    { op, key, value, expireAt }: Operation,
  ): void {
    const valueLength = value === null ? 0 : bytesOfValue(parseValue(bytes, value)).length;
    // Text without escapes stands there as it is, between its quotes.
    const isPlain =
      value !== null && bytes[value.start] === quote && value.end - value.start === valueLength + 2;
    this.append({
      ...place,
      headerLength: 0,
      op,
      type: 'string',
      key: bytesOfText(key),
      valueOffset: place.offset + (value?.start ?? place.length) + (isPlain ? 1 : 0),
      valueLength,
      expireAt,
    });
  }

  openValues(fileSystem: FileSystem): ValueSession {
    return new JsonValues(this, fileSystem);
  }
}

/** Values are JSON tokens: escapes have to be undone. */
class JsonValues implements ValueSession {
  readonly #log: Log;
  readonly #files: LogFileReader;

  constructor(log: Log, fileSystem: FileSystem) {
    this.#log = log;
    this.#files = new LogFileReader(log, fileSystem);
  }

  async read(index: number): Promise<Uint8Array> {
    const { file, offset, length, valueOffset } = this.#log.table.record(index);
    const before = valueOffset - 1;
    const bytes = await this.#files.read(file, before, offset + length - before);
    const start = bytes[0] === quote ? 0 : 1;
    const end = skipValue(bytes, start);
    const value = end === null ? undefined : parseValue(bytes, { start, end });
    if (value === undefined) throw this.#files.changed(file);
    return bytesOfValue(value);
  }

  close(): Promise<void> {
    return this.#files.close();
  }
}
