import { join } from 'node:path';
import { looseText } from '../../../shared/bytes.ts';
import { plural } from '../../../shared/words.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { FieldList, timeText } from '../log/fields.ts';
import type { Explained } from '../log/format.ts';
import type { Log, LogRecord } from '../log/log.ts';
import { snapshotFile } from './files.ts';
import { isSpace, readMembers } from './json-members.ts';

/** Of a longer record only so much is shown. */
const maxShownBytes = 64 * 1024;
const maxShownText = 80;

/** A line's members beside its bytes, or an entry of the snapshot with what stands around its members. */
export async function explainRecord(log: Log, index: number, fileSystem: FileSystem): Promise<Explained> {
  const record = log.table.record(index);
  const name = log.files[record.file]?.name ?? '';
  const handle = await fileSystem.open(join(log.directory, name), 'read');
  try {
    const buffer = new Uint8Array(Math.min(record.length, maxShownBytes));
    const bytes = buffer.subarray(0, await handle.read(buffer, record.offset));
    const { fields } = fieldsOf(bytes, name === snapshotFile);
    return { bytes, fields, crcStored: null, crcFound: null, inWords: inWords(log, record) };
  } finally {
    await handle.close();
  }
}

function fieldsOf(bytes: Uint8Array, entry: boolean): FieldList {
  const list = new FieldList();
  const start = entry ? bytes.indexOf(0x7b) : 0;
  readMembers(bytes, Math.max(0, start), ({ name, key, value }) => {
    list.add('JSON', key.start - list.end, textOf(bytes, list.end, key.start));
    list.add(name, value.end - key.start, textOf(bytes, value.start, value.end));
  });
  const rest = bytes.subarray(list.end);
  const isEnd = rest.every((byte) => byte === 0x7d || isSpace(byte));
  return list.add(
    isEnd ? 'end' : 'rest',
    rest.length,
    textOf(bytes, list.end, bytes.length),
    isEnd ? '' : 'not what the engine writes, or longer than what is shown',
  );
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return looseText(bytes.subarray(start, Math.min(end, start + maxShownText)));
}

function inWords(log: Log, record: LogRecord): string {
  const range = log.verdict.damaged.find(({ offset }) => offset === record.offset);
  if (record.op === 'unknown')
    return `This line cannot be believed: ${range?.reason ?? 'it is no operation'}.`;
  const name = looseText(record.key.subarray(0, maxShownText));
  if (record.op === 'delete') return `Deletes ${name}. Lines have no checksum.`;
  const deadline = record.expireAt === null ? '' : ` until ${timeText(record.expireAt)}`;
  return `Sets ${name} to ${plural(record.valueLength, 'byte')}${deadline}. Nothing here has a checksum.`;
}
