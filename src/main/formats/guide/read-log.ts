import { join } from 'node:path';
import { emptyBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { maxKeyBytes } from '../../../shared/limits.ts';
import { plural } from '../../../shared/words.ts';
import type { FileHandle } from '../../engine/fs/file-system.ts';
import { ByteWindow } from '../log/byte-window.ts';
import { ForensicLog } from '../log/forensic-log.ts';
import type { ReadOptions } from '../log/format.ts';
import { type Damage, judgeDamage, type NotWhole } from './damage.ts';
import { dataFile } from './data-file.ts';
import { endOf, headerLength, isDelete, type RecordHeader, valueBytes, valueOffset } from './record.ts';
import { RecordReader } from './record-reader.ts';

/** Between two reports of progress, in bytes. */
const reportEveryBytes = 1024 * 1024;

/** Reads a data.log front to back, past damage too. Only reads. */
export async function readGuideLog(directory: string, options: ReadOptions): Promise<ForensicLog> {
  const handle = await openDataFile(directory, options);
  try {
    const size = await handle.size();
    const window = new ByteWindow(handle, size, options.signal ? { signal: options.signal } : {});
    return await new LogReading(directory, new RecordReader(window), options).read();
  } finally {
    await handle.close();
  }
}

async function openDataFile(directory: string, { fileSystem }: ReadOptions): Promise<FileHandle> {
  const path = join(directory, dataFile);
  try {
    return await fileSystem.open(path, 'read');
  } catch (cause) {
    const missing = (cause as { code?: unknown }).code === 'ENOENT';
    throw new WalscopeError(
      missing ? 'NOT_FOUND' : 'IO',
      `${path} cannot be read: ${(cause as Error).message}.`,
      {
        cause,
      },
    );
  }
}

class LogReading {
  readonly #log: ForensicLog;
  readonly #reader: RecordReader;
  readonly #options: ReadOptions;
  #reported = 0;

  constructor(directory: string, reader: RecordReader, options: ReadOptions) {
    this.#log = new ForensicLog('guide', directory, { framed: false });
    this.#log.addFile({ name: dataFile, kind: 'log', size: reader.size });
    this.#reader = reader;
    this.#options = options;
  }

  async read(): Promise<ForensicLog> {
    for (let offset = 0; offset < this.#reader.size; ) {
      const answer = this.#reader.at(offset);
      const found = answer instanceof Promise ? await answer : answer;
      if (found.whole) {
        const key = this.#key(found.header);
        this.#takeWhole(found.header, key instanceof Promise ? await key : key);
        offset = endOf(found.header);
      } else {
        offset = await this.#takeDamage(offset, found);
      }
      if (offset - this.#reported >= reportEveryBytes) this.#report(offset);
    }
    this.#log.soundness = `Sound: ${plural(this.#log.replayed, 'record')}, each proven by its checksum`;
    this.#report(this.#reader.size);
    return this.#log;
  }

  #report(offset: number): void {
    this.#reported = offset;
    this.#options.onProgress?.(offset, this.#reader.size);
    this.#options.onSlice?.(this.#log);
  }

  #takeWhole(header: RecordHeader, key: Uint8Array): void {
    this.#append(header, key, endOf(header));
  }

  /** Returns where reading goes on. */
  async #takeDamage(offset: number, found: NotWhole): Promise<number> {
    const damage = await judgeDamage(this.#reader, offset, found);
    const length = damage.end - offset;
    const kind = damage.kind === 'corrupt' ? 'corrupt' : 'torn-tail';
    this.#log.take(kind, { file: dataFile, offset, length, reason: damage.reason });
    await this.#appendDamaged(offset, damage);
    return damage.end;
  }

  async #appendDamaged(offset: number, damage: Damage): Promise<void> {
    const status = damage.kind === 'torn' ? 'torn' : 'damaged';
    const { header } = damage;
    const keyIsThere =
      header !== null && header.keyLength <= maxKeyBytes && valueOffset(header) <= damage.end;
    if (keyIsThere) this.#append(header, await this.#key(header), damage.end, status);
    else this.#appendUnknown(offset, damage.end, status);
  }

  #append(header: RecordHeader, key: Uint8Array, end: number, status?: 'damaged' | 'torn'): void {
    this.#log.append({
      file: 0,
      offset: header.offset,
      length: end - header.offset,
      headerLength,
      op: isDelete(header) ? 'delete' : 'set',
      type: 'string',
      key,
      valueOffset: valueOffset(header),
      // What is there of it: a torn record's length promises more.
      valueLength: Math.min(valueBytes(header), end - valueOffset(header)),
      expireAt: null,
      status,
    });
  }

  #appendUnknown(offset: number, end: number, status: 'damaged' | 'torn'): void {
    const header = Math.min(headerLength, end - offset);
    this.#log.append({
      file: 0,
      offset,
      length: end - offset,
      headerLength: header,
      op: 'unknown',
      type: 'string',
      key: emptyBytes,
      valueOffset: offset + header,
      valueLength: end - offset - header,
      expireAt: null,
      status,
    });
  }

  /** At once when it lies in the window, as nearly always. */
  #key(header: RecordHeader): Uint8Array | Promise<Uint8Array> {
    const at = header.offset + headerLength;
    const { window } = this.#reader;
    if (window.holds(at, header.keyLength)) return window.view(at, header.keyLength);
    return window.copy(at, header.keyLength);
  }
}
