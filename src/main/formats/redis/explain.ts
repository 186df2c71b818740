import { join } from 'node:path';
import { looseText } from '../../../shared/bytes.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { FieldList, timeText } from '../log/fields.ts';
import type { Explained } from '../log/format.ts';
import type { Log, LogRecord } from '../log/log.ts';
import { readAsRedis } from './aof/loose-command.ts';
import { ByteInput, RdbFault } from './rdb/byte-input.ts';
import { skipString } from './rdb/primitives.ts';
import { rdbTypes } from './rdb/types.ts';
import { RedisLog } from './redis-log.ts';

/** Of a longer record only so much is shown. */
const maxShownBytes = 64 * 1024;
const maxNameInWords = 80;
const maxShownArguments = 64;

/** A key of an RDB or a command beside its bytes; of damaged ones nothing but the bytes. */
export async function explainRecord(log: Log, index: number, fileSystem: FileSystem): Promise<Explained> {
  const record = log.table.record(index);
  const handle = await fileSystem.open(join(log.directory, log.files[record.file]?.name ?? ''), 'read');
  try {
    const buffer = new Uint8Array(Math.min(record.length, maxShownBytes));
    const bytes = buffer.subarray(0, await handle.read(buffer, record.offset));
    const { fields } = fieldsOf(log, record, bytes);
    return { bytes, fields, crcStored: null, crcFound: null, inWords: inWords(log, record, bytes) };
  } finally {
    await handle.close();
  }
}

function isInRdb(log: Log, record: LogRecord): boolean {
  return log instanceof RedisLog && log.isInRdb(record);
}

function fieldsOf(log: Log, record: LogRecord, bytes: Uint8Array): FieldList {
  if (record.op === 'unknown')
    return new FieldList().add('bytes', bytes.length, `${bytes.length} B`, 'cannot be told apart');
  return isInRdb(log, record) ? rdbFields(record, bytes) : commandFields(bytes);
}

function rdbFields(record: LogRecord, bytes: Uint8Array): FieldList {
  const list = new FieldList();
  list.add(
    'before',
    record.headerLength - 1,
    record.expireAt === null ? '' : timeText(record.expireAt),
    'deadline, idle time or frequency',
  );
  const type = bytes[record.headerLength - 1] ?? 0;
  const name = Object.entries(rdbTypes).find(([, code]) => code === type)?.[0] ?? 'no key';
  list.add('type', Math.min(1, bytes.length - list.end), String(type), name);
  if (record.op === 'set') {
    const keyEnd = Math.min(bytes.length, keyEndOf(bytes, list.end));
    list.add('key', keyEnd - list.end, looseText(record.key.subarray(0, maxNameInWords)), 'with its length');
  }
  return list.add('value', bytes.length - list.end, `${record.length - list.end} B`, record.type);
}

function keyEndOf(bytes: Uint8Array, at: number): number {
  const input = ByteInput.over(bytes.subarray(at));
  try {
    skipString(input);
    return at + input.offset;
  } catch (fault) {
    if (fault instanceof RdbFault) return bytes.length;
    throw fault;
  }
}

function commandFields(bytes: Uint8Array): FieldList {
  const list = new FieldList();
  const command = commandIn(bytes);
  command?.args(0, maxShownArguments).forEach((arg, index) => {
    const start = command.offsetOf(index);
    list.add(
      index === 0 ? 'count' : 'length',
      start - list.end,
      looseText(bytes.subarray(list.end, start)).replace(/\r\n/g, ' ').trim(),
    );
    list.addContent(index === 0 ? 'command' : `argument ${index}`, arg, arg.length);
  });
  return list.add('rest', bytes.length - list.end, `${bytes.length - list.end} B`);
}

function commandIn(bytes: Uint8Array) {
  try {
    const parsed = readAsRedis(ByteInput.over(bytes));
    return parsed.kind === 'command' || parsed.kind === 'flawed' ? parsed.command : null;
  } catch (fault) {
    if (fault instanceof RdbFault) return null;
    throw fault;
  }
}

function inWords(log: Log, record: LogRecord, bytes: Uint8Array): string {
  if (record.op === 'unknown') {
    const { name } = log.files[record.file] ?? { name: '' };
    const range = log.verdict.damaged.find(({ file, offset }) => file === name && offset === record.offset);
    return `This cannot be believed: ${range?.reason ?? 'its checks fail'}.`;
  }
  const key = looseText(record.key.subarray(0, maxNameInWords));
  const where = record.db === 0 ? '' : ` in database ${record.db}`;
  const proof =
    record.status === 'behind' ? ' It is not proven: damage stands before it, or in the same file.' : '';
  if (isInRdb(log, record))
    return `The ${record.type} ${key}${where}, as it was when the file was written.${proof}${damageWithin(log, record)}`;
  const command = commandIn(bytes);
  const name = command ? command.name.slice(0, maxNameInWords) : 'A command';
  if (record.op === 'other') return `${name} changes no key.${proof}`;
  return `${name} ${record.op === 'delete' ? 'deletes' : 'changes'} ${key}${where}. Commands have no checksum.${proof}`;
}

function damageWithin(log: Log, { file, offset, length }: LogRecord): string {
  const name = log.files[file]?.name ?? '';
  const range = log.verdict.damaged.find(
    (each) => each.file === name && each.offset >= offset && each.offset < offset + length,
  );
  return range ? ` Damage lies in it, at ${range.offset}: ${range.reason}.` : '';
}
