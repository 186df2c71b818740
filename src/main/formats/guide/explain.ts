import { join } from 'node:path';
import { looseText, tryText } from '../../../shared/bytes.ts';
import type { Field } from '../../../shared/contract/keys.ts';
import { crc32 } from '../../engine/format/crc32.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Explained, Log, LogRecord } from '../log/log.ts';
import { dataFile } from './guide-log.ts';
import { decodeHeader, endOf, hasValidLengths, headerLength, isDelete, type RecordHeader } from './record.ts';

/** Longer records are explained by their beginning; their checksum is read in full up to `maxChecked`. */
const maxShown = 64 * 1024;
const maxChecked = 256 * 1024 * 1024;
const maxNameInWords = 80;

/** A record's fields beside its bytes; of damaged and torn ones as far as they can be told. */
export async function explainRecord(log: Log, index: number, fileSystem: FileSystem): Promise<Explained> {
  const record = log.table.record(index);
  const handle = await fileSystem.open(join(log.directory, dataFile), 'read');
  try {
    const wanted = Math.min(record.length, maxChecked);
    const whole = Buffer.allocUnsafe(wanted);
    const bytes = whole.subarray(0, await handle.read(whole, record.offset));
    return explainBytes(record, bytes, log);
  } finally {
    await handle.close();
  }
}

function explainBytes(record: LogRecord, bytes: Buffer, log: Log): Explained {
  const shown = Uint8Array.from(bytes.subarray(0, maxShown));
  if (bytes.length < headerLength) {
    const fields = [
      fieldOf('fragment', 0, bytes.length, `${bytes.length} B`, 'the beginning of a header', false),
    ];
    return { bytes: shown, fields, crcStored: null, crcFound: null, inWords: inWords(record, log, null) };
  }
  const header = decodeHeader(bytes, record.offset);
  const complete = hasValidLengths(header) && endOf(header) - header.offset <= bytes.length;
  const crcFound = complete ? crc32(bytes.subarray(4, endOf(header) - header.offset)) : null;
  const fields = [...headerFields(header, crcFound, record), ...contentFields(header, bytes)];
  return { bytes: shown, fields, crcStored: header.crc, crcFound, inWords: inWords(record, log, header) };
}

function headerFields(header: RecordHeader, crcFound: number | null, record: LogRecord): Field[] {
  const whole = record.status === 'ok' || record.status === 'behind';
  const crcMeaning =
    crcFound === null
      ? 'cannot be checked: the bytes it covers are not all there'
      : crcFound === header.crc
        ? 'matches the bytes after it'
        : `the bytes after it give ${hex(crcFound)}`;
  const deletes = isDelete(header);
  return [
    fieldOf('crc', 0, 4, hex(header.crc), crcMeaning, crcFound === null ? null : crcFound === header.crc),
    fieldOf('key_len', 4, 4, String(header.keyLength), lengthMeaning(header.keyLength, 0), whole || null),
    fieldOf(
      'val_len',
      8,
      4,
      String(header.valueLength),
      deletes ? '−1 marks a delete' : lengthMeaning(header.valueLength, -1),
      whole || null,
    ),
  ];
}

function lengthMeaning(length: number, least: number): string {
  return length < least ? 'no writer writes such a length' : 'bytes';
}

function contentFields(header: RecordHeader, bytes: Buffer): Field[] {
  const left = bytes.length - headerLength;
  if (!hasValidLengths(header)) return left === 0 ? [] : [rest(headerLength, left)];
  const keyLength = Math.min(header.keyLength, left);
  const key = bytes.subarray(headerLength, headerLength + keyLength);
  const fields = [contentField('key', headerLength, key, header.keyLength)];
  if (isDelete(header)) return fields;
  const valueAt = headerLength + keyLength;
  const value = bytes.subarray(valueAt, Math.min(bytes.length, valueAt + header.valueLength));
  fields.push(contentField('value', valueAt, value, header.valueLength));
  return fields;
}

function contentField(name: string, offset: number, bytes: Buffer, promised: number): Field {
  const missing = promised - bytes.length;
  const kind = tryText(bytes.subarray(0, maxShown)) === null ? 'bytes' : 'UTF-8';
  const meaning = missing > 0 ? `${missing} of ${promised} bytes are missing` : kind;
  const value = bytes.length <= maxNameInWords ? looseText(bytes) : `${bytes.length} B`;
  return fieldOf(name, offset, bytes.length, value, meaning, missing > 0 ? false : null);
}

function rest(offset: number, length: number): Field {
  return fieldOf('rest', offset, length, `${length} B`, 'cannot be told apart without lengths', null);
}

function fieldOf(
  name: string,
  offset: number,
  length: number,
  value: string,
  meaning: string,
  ok: boolean | null,
): Field {
  return { name, offset, length, value, meaning, ok };
}

function inWords(record: LogRecord, log: Log, header: RecordHeader | null): string {
  if (record.status === 'damaged' || record.status === 'torn') {
    const range = log.verdict.damaged.find((damaged) => damaged.offset === record.offset);
    const what = record.status === 'torn' ? 'A write that never ended' : 'This record cannot be believed';
    return `${what}: ${range?.reason ?? 'its checks fail'}.`;
  }
  const name = looseText(record.key.subarray(0, maxNameInWords));
  const what =
    record.op === 'delete'
      ? `Deletes ${name}.`
      : `Sets ${name} to ${header?.valueLength ?? record.valueLength} bytes.`;
  return record.status === 'behind'
    ? `${what} Its checksum holds, but it stands behind damage where a replay stops: it can be salvaged.`
    : `${what} Its checksum holds.`;
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
