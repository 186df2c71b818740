import { join } from 'node:path';
import { emptyBytes, looseText } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { plural } from '../../../shared/words.ts';
import { ByteWindow } from '../log/byte-window.ts';
import { ForensicLog } from '../log/forensic-log.ts';
import type { ReadOptions } from '../log/format.ts';
import { type Damage, judgeDamage } from './damage.ts';
import { type DataFile, hintName, listDataFiles } from './data-files.ts';
import { type Hint, readHint } from './hint.ts';
import {
  endOf,
  headerLength,
  isTombstone,
  keyOffset,
  type RecordHeader,
  tombstoneLength,
  valueOffset,
} from './record.ts';
import { RecordReader } from './record-reader.ts';

/** Between two reports of progress, in bytes. */
const reportEveryBytes = 1024 * 1024;
const maxNameLength = 60;

/**
 * Reads every record of every data file, by number and position; no hint is believed. A tail torn by one session
 * stays where it is when the next begins its own file, so records behind it count.
 */
export async function readBitcask(directory: string, options: ReadOptions): Promise<ForensicLog> {
  const files = await listDataFiles(directory, options.fileSystem);
  if (files.length === 0) throw new WalscopeError('NOT_FOUND', `${directory} holds no data files any more.`);
  const reading = new BitcaskReading(directory, files, options);
  for (const file of files) await reading.readFile(file);
  return reading.finish();
}

class BitcaskReading {
  readonly #log: ForensicLog;
  readonly #options: ReadOptions;
  readonly #totalBytes: number;
  #doneBytes = 0;
  #reported = 0;
  #damagedHints = 0;

  constructor(directory: string, files: readonly DataFile[], options: ReadOptions) {
    this.#log = new ForensicLog('bitcask', directory, { framed: true });
    this.#options = options;
    this.#totalBytes = files.reduce((bytes, { size }) => bytes + size, 0);
  }

  async readFile(data: DataFile): Promise<void> {
    const { fileSystem, signal } = this.#options;
    const hint = await readHint(this.#log.directory, hintName(data.name), fileSystem);
    if (hint?.damaged) this.#damagedHints++;
    const handle = await fileSystem.open(join(this.#log.directory, data.name), 'read');
    try {
      const size = await handle.size();
      const sealed = hint?.valid ?? false;
      const file = this.#log.addFile({ name: data.name, kind: 'log', size, sealed });
      const window = new ByteWindow(handle, size, signal ? { signal } : {});
      await this.#readRecords(file, new RecordReader(window), hint);
      this.#doneBytes += size;
    } finally {
      await handle.close();
    }
  }

  finish(): ForensicLog {
    const log = this.#log;
    const hints =
      this.#damagedHints === 0
        ? ''
        : `; ${plural(this.#damagedHints, 'hint file')} cannot be believed, and no key needs it`;
    log.soundness = `Sound: ${plural(log.replayed, 'record')}, each proven by its checksum${hints}`;
    this.#report(this.#totalBytes);
    return log;
  }

  async #readRecords(file: number, reader: RecordReader, hint: Hint | null): Promise<void> {
    let offset = 0;
    while (offset < reader.size) {
      const found = await reader.at(offset);
      if (found.fault === null) {
        await this.#appendWhole(file, reader, found.header);
        offset = endOf(found.header);
      } else {
        const damage = await judgeDamage(reader, offset, found);
        await this.#takeDamage(file, reader, offset, this.#asHinted(damage, hint, reader.size));
        offset = damage.end;
      }
      if (this.#doneBytes + offset - this.#reported >= reportEveryBytes)
        this.#report(this.#doneBytes + offset);
    }
    if (hint?.valid && hint.dataEnd > reader.size && this.#isWholeTo(file, reader.size)) {
      const reason = `its hint, which is whole, names records up to offset ${hint.dataEnd}: they are gone`;
      const { name } = this.#log.files[file] as { name: string };
      this.#log.take('corrupt', { file: name, offset: reader.size, length: 0, reason });
    }
  }

  /** A whole hint was written when the file was closed: what it names had been there. */
  #asHinted(damage: Damage, hint: Hint | null, size: number): Damage {
    if (damage.kind === 'corrupt' || !hint?.valid || hint.dataEnd <= size) return damage;
    return {
      ...damage,
      kind: 'corrupt',
      reason: `${damage.reason}; its hint says that it had been written whole`,
    };
  }

  #isWholeTo(file: number, size: number): boolean {
    const last = this.#log.damaged.at(-1);
    return (
      last === undefined || last.file !== this.#log.files[file]?.name || last.offset + last.length < size
    );
  }

  async #appendWhole(file: number, reader: RecordReader, header: RecordHeader): Promise<void> {
    const key = await this.#key(reader, header);
    const isDelete =
      header.valueLength >= tombstoneLength &&
      isTombstone(await reader.view(valueOffset(header), tombstoneLength));
    this.#append(file, header, endOf(header), key, isDelete ? 'delete' : 'set');
  }

  async #takeDamage(file: number, reader: RecordReader, offset: number, damage: Damage): Promise<void> {
    const { name } = this.#log.files[file] as { name: string };
    const { header, end } = damage;
    const key = header === null ? null : await this.#key(reader, header);
    const whose = key === null || damage.kind === 'corrupt' ? '' : this.#consequence(key);
    this.#log.take(damage.kind, { file: name, offset, length: end - offset, reason: damage.reason + whose });
    const status = damage.kind === 'corrupt' ? 'damaged' : 'torn';
    if (header && key) this.#append(file, header, end, key, 'set', status);
    else this.#appendUnknown(file, offset, end, status);
  }

  /** An overwrite of an older file's value is a deletion and then the value: torn between them, only the first is. */
  #consequence(key: Uint8Array): string {
    const shown = looseText(key.subarray(0, maxNameLength));
    const before = this.#log.table.newest(key);
    if (before < 0) return ` (of key ${JSON.stringify(shown)}, which is new)`;
    const deleted = this.#log.table.state(before, 0) === 'deleted' && before === this.#log.table.count - 1;
    return deleted
      ? ` (it overwrites key ${JSON.stringify(shown)}: the deletion before it belongs to the same write)`
      : ` (of key ${JSON.stringify(shown)}, whose older value shows instead)`;
  }

  /** Read anew: the window may have moved on. A copy, as it is kept until the table has taken it. */
  async #key(reader: RecordReader, header: RecordHeader): Promise<Uint8Array> {
    const length = Math.min(header.keyLength, reader.size - keyOffset(header));
    return Uint8Array.from(await reader.view(keyOffset(header), length));
  }

  #append(
    file: number,
    header: RecordHeader,
    end: number,
    key: Uint8Array,
    op: 'set' | 'delete',
    status?: 'damaged' | 'torn',
  ): void {
    const place = { file, offset: header.offset, length: end - header.offset };
    this.#log.beginFrame({ ...place, timeMs: header.timestamp * 1000 });
    this.#log.append({
      ...place,
      headerLength,
      op,
      type: 'string',
      key,
      valueOffset: valueOffset(header),
      // What is there of it: a torn record's size promises more.
      valueLength: op === 'delete' ? 0 : Math.max(0, Math.min(header.valueLength, end - valueOffset(header))),
      expireAt: null,
      status,
    });
  }

  #appendUnknown(file: number, offset: number, end: number, status: 'damaged' | 'torn'): void {
    const place = { file, offset, length: end - offset };
    const header = Math.min(headerLength, place.length);
    this.#log.beginFrame(place);
    this.#log.append({
      ...place,
      headerLength: header,
      op: 'unknown',
      type: 'string',
      key: emptyBytes,
      valueOffset: offset + header,
      valueLength: place.length - header,
      expireAt: null,
      status,
    });
  }

  #report(doneBytes: number): void {
    this.#reported = doneBytes;
    this.#options.onProgress?.(doneBytes, this.#totalBytes);
    this.#options.onSlice?.(this.#log);
  }
}
