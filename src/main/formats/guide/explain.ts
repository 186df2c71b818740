import { join } from 'node:path';
import { keyName } from '../../../shared/key-text.ts';
import { plural } from '../../../shared/words.ts';
import { crc32 } from '../../engine/format/crc32.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { FieldList } from '../log/fields.ts';
import type { Explained } from '../log/format.ts';
import type { Log, LogRecord } from '../log/log.ts';
import { dataFile } from './data-file.ts';
import { decodeHeader, endOf, hasValidLengths, headerLength, isDelete, type RecordHeader } from './record.ts';

/** Of a longer record only so much is shown; its checksum is computed up to `maxCheckedBytes`. */
const maxShownBytes = 64 * 1024;
const maxCheckedBytes = 256 * 1024 * 1024;

/** A record's fields beside its bytes; of damaged and torn ones as far as they can be told. */
export async function explainRecord(log: Log, index: number, fileSystem: FileSystem): Promise<Explained> {
  const record = log.table.record(index);
  const handle = await fileSystem.open(join(log.directory, dataFile), 'read');
  try {
    const bytes = Buffer.allocUnsafe(Math.min(record.length, maxCheckedBytes));
    return explainBytes(log, record, bytes.subarray(0, await handle.read(bytes, record.offset)));
  } finally {
    await handle.close();
  }
}

function explainBytes(log: Log, record: LogRecord, bytes: Buffer): Explained {
  const shown = Uint8Array.from(bytes.subarray(0, maxShownBytes));
  if (bytes.length < headerLength) {
    const { fields } = new FieldList().add(
      'fragment',
      bytes.length,
      `${bytes.length} B`,
      'the beginning of a header',
      false,
    );
    return { bytes: shown, fields, crcStored: null, crcFound: null, inWords: wordsOf(log, record) };
  }
  const header = decodeHeader(bytes, record.offset);
  const complete = hasValidLengths(header) && endOf(header) - header.offset <= bytes.length;
  const crcFound = complete ? crc32(bytes, 4, endOf(header) - header.offset) : null;
  const fields = new FieldList();
  addHeader(fields, header, crcFound);
  addContent(fields, header, bytes);
  return {
    bytes: shown,
    fields: fields.fields,
    crcStored: header.crc,
    crcFound,
    inWords: wordsOf(log, record),
  };
}

function addHeader(fields: FieldList, header: RecordHeader, crcFound: number | null): void {
  const { keyLength, valueLength } = header;
  fields.addCrc('crc', header.crc, crcFound, 'the bytes after it');
  fields.add('key_len', 4, String(keyLength), ...lengthMeaning(keyLength >= 0));
  const marksDelete = isDelete(header)
    ? (['−1 marks a delete', null] as const)
    : lengthMeaning(valueLength >= -1);
  fields.add('val_len', 4, String(valueLength), ...marksDelete);
}

function lengthMeaning(possible: boolean): readonly [string, boolean | null] {
  return possible ? ['bytes', null] : ['no writer writes such a length', false];
}

function addContent(fields: FieldList, header: RecordHeader, bytes: Buffer): void {
  const left = bytes.length - headerLength;
  if (!hasValidLengths(header)) {
    fields.add('rest', left, `${left} B`, 'cannot be told apart without lengths');
    return;
  }
  const valueAt = Math.min(headerLength + header.keyLength, bytes.length);
  fields.addContent('key', bytes.subarray(headerLength, valueAt), header.keyLength);
  const end = isDelete(header) ? valueAt : Math.min(valueAt + header.valueLength, bytes.length);
  if (!isDelete(header)) fields.addContent('value', bytes.subarray(valueAt, end), header.valueLength);
  fields.add('rest', bytes.length - end, `${bytes.length - end} B`, 'behind the end that the lengths give');
}

function wordsOf(log: Log, record: LogRecord): string {
  if (record.status === 'damaged' || record.status === 'torn') {
    const range = log.verdict.damaged.find((damaged) => damaged.offset === record.offset);
    const what = record.status === 'torn' ? 'A write that never ended' : 'This record cannot be believed';
    return `${what}: ${range?.reason ?? 'its checks fail'}.`;
  }
  const name = keyName(record.key);
  const what =
    record.op === 'delete' ? `Deletes ${name}.` : `Sets ${name} to ${plural(record.valueLength, 'byte')}.`;
  return record.status === 'behind'
    ? `${what} Its checksum holds, but it stands behind damage where a replay stops: it can be salvaged.`
    : `${what} Its checksum holds.`;
}
