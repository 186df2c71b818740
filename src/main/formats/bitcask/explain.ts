import { join } from 'node:path';
import { looseText } from '../../../shared/bytes.ts';
import { crc32 } from '../../engine/format/crc32.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { FieldList, timeText } from '../log/fields.ts';
import type { Explained } from '../log/format.ts';
import type { Log, LogRecord } from '../log/log.ts';
import { crcLength, decodeHeader, endOf, headerLength, isTombstone, type RecordHeader } from './record.ts';

/** Of a longer record only so much is shown; its checksum is computed up to `maxCheckedBytes`. */
const maxShownBytes = 64 * 1024;
const maxCheckedBytes = 256 * 1024 * 1024;
const maxNameInWords = 80;

/** A record's fields beside its bytes; of damaged and torn ones as far as they can be told. */
export async function explainRecord(log: Log, index: number, fileSystem: FileSystem): Promise<Explained> {
  const record = log.table.record(index);
  const handle = await fileSystem.open(join(log.directory, log.files[record.file]?.name ?? ''), 'read');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(record.length, maxCheckedBytes));
    return explainBytes(log, record, buffer.subarray(0, await handle.read(buffer, record.offset)));
  } finally {
    await handle.close();
  }
}

function explainBytes(log: Log, record: LogRecord, bytes: Buffer): Explained {
  const shown = Uint8Array.from(bytes.subarray(0, maxShownBytes));
  const list = new FieldList();
  if (bytes.length < headerLength) {
    list.add('fragment', bytes.length, `${bytes.length} B`, 'the beginning of a header', false);
    return {
      bytes: shown,
      fields: list.fields,
      crcStored: null,
      crcFound: null,
      inWords: inWords(log, record),
    };
  }
  const header = decodeHeader(bytes, 0);
  const crcFound = endOf(header) <= bytes.length ? crc32(bytes, crcLength, endOf(header)) : null;
  list.addCrc('crc', header.crc, crcFound, 'the bytes after it');
  list.add('timestamp', 4, String(header.timestamp), timeText(header.timestamp * 1000));
  list.add('key size', 2, String(header.keyLength), 'bytes');
  list.add('value size', 4, String(header.valueLength), 'bytes');
  addContent(list, header, bytes);
  return {
    bytes: shown,
    fields: list.fields,
    crcStored: header.crc,
    crcFound,
    inWords: inWords(log, record),
  };
}

function addContent(list: FieldList, header: RecordHeader, bytes: Buffer): void {
  const valueAt = Math.min(headerLength + header.keyLength, bytes.length);
  const end = Math.min(valueAt + header.valueLength, bytes.length);
  const value = bytes.subarray(valueAt, end);
  list.addContent('key', bytes.subarray(headerLength, valueAt), header.keyLength);
  if (isTombstone(value))
    list.add('tombstone', value.length, looseText(value.subarray(0, 18)), 'the key is deleted');
  else list.addContent('value', value, header.valueLength);
  list.add('rest', bytes.length - end, `${bytes.length - end} B`, 'behind the end that the sizes give');
}

function inWords(log: Log, record: LogRecord): string {
  if (record.status === 'damaged' || record.status === 'torn') {
    const { name } = log.files[record.file] ?? { name: '' };
    const range = log.verdict.damaged.find(({ file, offset }) => file === name && offset === record.offset);
    const what = record.status === 'torn' ? 'A write that never ended' : 'This record cannot be believed';
    return `${what}: ${range?.reason ?? 'its checks fail'}.`;
  }
  const name = looseText(record.key.subarray(0, maxNameInWords));
  const what = record.op === 'delete' ? `Deletes ${name}.` : `Sets ${name} to ${record.valueLength} bytes.`;
  return record.status === 'behind'
    ? `${what} Its checksum holds, but damage stands before it.`
    : `${what} Its checksum holds.`;
}
