import { join } from 'node:path';
import { emptyBytes } from '../../../shared/bytes.ts';
import { typeOf } from '../../../shared/codes.ts';
import { keyName } from '../../../shared/key-text.ts';
import { plural } from '../../../shared/words.ts';
import { decodePatchHead, isPatch, type PatchHead, plainType, StepRead } from '../../engine/format/patch.ts';
import { decodeRecordHead, RecordHead, recordChecksum } from '../../engine/format/record.ts';
import { varintLength } from '../../engine/format/varint.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { FieldList, timeText } from '../log/fields.ts';
import type { Explained } from '../log/format.ts';
import type { Log, LogRecord } from '../log/log.ts';

/** Of a longer record only so much is shown; its checksum is computed up to `maxCheckedBytes`. */
const maxShownBytes = 64 * 1024;
const maxStepsShown = 32;
const maxCheckedBytes = 256 * 1024 * 1024;

/** A record's fields beside its bytes; of damaged and torn ones as far as they can be told. */
export async function explainRecord(log: Log, index: number, fileSystem: FileSystem): Promise<Explained> {
  const record = log.table.record(index);
  const bytes = await readRecord(log, record, fileSystem);
  const shown = bytes.slice(0, maxShownBytes);
  const head = new RecordHead();
  const isRecord = decodeRecordHead(bytes, 0, bytes.length, head) && fits(head, record);
  const inWords = wordsOf(log, record, isRecord && isPatch(head.type));
  if (!isRecord) {
    const fields = new FieldList().add(
      'bytes',
      bytes.length,
      `${bytes.length} B`,
      'no record can be told here',
      false,
    );
    return { bytes: shown, fields: fields.fields, crcStored: null, crcFound: null, inWords };
  }
  const complete = head.end <= bytes.length && record.seq !== null;
  const crcFound = complete ? recordChecksum(bytes, head, record.seq ?? 0) : null;
  const fields = headFields(bytes, head, record, crcFound);
  fields.addContent('key', bytes.subarray(head.keyOffset, head.valueOffset), head.keyLength);
  const patch = patchOf(bytes, head, record);
  if (patch !== null) addPatch(fields, bytes.subarray(head.valueOffset, head.end), patch);
  else if (!head.isDelete)
    fields.addContent('value', bytes.subarray(head.valueOffset, head.end), head.valueLength);
  return { bytes: shown, fields: fields.fields, crcStored: head.crcStored, crcFound, inWords };
}

function patchOf(bytes: Uint8Array, head: RecordHead, { seq }: LogRecord): PatchHead | null {
  if (!isPatch(head.type) || seq === null || head.isDelete) return null;
  return decodePatchHead(bytes.subarray(head.valueOffset, head.end), seq);
}

function addPatch(fields: FieldList, bytes: Uint8Array, head: PatchHead): void {
  const { base, valueLength, stepsAt } = head;
  const [baseLength, newLength] = [varintLength(base.length), varintLength(valueLength)];
  fields
    .add('base', 4, String(base.offset), 'where the record that it builds on lies in this segment')
    .add('base_len', baseLength, String(base.length), 'bytes of that record')
    .add('base_seq', stepsAt - 4 - baseLength - newLength, String(base.seq), 'of that record, as a distance')
    .add('new_len', newLength, String(valueLength), 'bytes that the value has with it');
  const step = new StepRead(head);
  for (let i = 0; i < maxStepsShown && step.end < bytes.length; i++) {
    const { end } = step;
    if (!step.next(bytes)) break;
    const { keep, skip, insertAt, insertLength } = step;
    const skipLength = varintLength(skip);
    fields
      .add('keep', varintLength(keep), String(keep), 'bytes of the old value that stay')
      .add('skip', skipLength, String(skip), 'bytes that go')
      .add(
        'insert_len',
        insertAt - end - varintLength(keep) - skipLength,
        String(insertLength),
        'bytes that come',
      );
    if (insertLength > 0) fields.addContent('insert', bytes.subarray(insertAt, step.end), insertLength);
  }
  if (step.end < bytes.length) fields.addContent('steps', bytes.subarray(step.end), bytes.length - step.end);
}

/** Lengths that do not lead to where a damaged record is known to end are no lengths. */
function fits(head: RecordHead, record: LogRecord): boolean {
  return record.op !== 'unknown' || head.end === record.length;
}

async function readRecord(log: Log, record: LogRecord, fileSystem: FileSystem): Promise<Uint8Array> {
  const file = log.files[record.file];
  if (file === undefined || file.kind === 'missing') return emptyBytes;
  const handle = await fileSystem.open(join(log.directory, file.name), 'read');
  try {
    const bytes = new Uint8Array(Math.min(record.length, maxCheckedBytes));
    return bytes.subarray(0, await handle.read(bytes, record.offset));
  } finally {
    await handle.close();
  }
}

function headFields(
  bytes: Uint8Array,
  head: RecordHead,
  record: LogRecord,
  crcFound: number | null,
): FieldList {
  const fields = new FieldList();
  const tag = bytes[4] as number;
  fields.addCrc('crc', head.crcStored, crcFound, 'all after it, begun with the sequence number');
  fields.add('tag', 1, `0x${tag.toString(16)}`, `${head.isDelete ? 'a delete' : 'a set'}${named(head)}`);
  fields.add('key_len', varintLength(head.keyLength), String(head.keyLength), 'bytes, as a varint');
  if (!head.isDelete) {
    fields.add('val_len', varintLength(head.valueLength), String(head.valueLength), 'bytes, as a varint');
  }
  if (head.expireAt !== null) fields.add('expire_at', 6, String(head.expireAt), timeText(head.expireAt));
  if (head.type !== 0) {
    const patch = isPatch(head.type) ? ', as a patch of an earlier record' : '';
    fields.add('type', 1, String(head.type), `${typeOf(plainType(head.type))}${patch}`);
  }
  if (head.seqDelta !== null) {
    const seq = record.seq === null ? '' : `: sequence ${record.seq}`;
    fields.add(
      'seq_delta',
      varintLength(head.seqDelta),
      String(head.seqDelta),
      `after the frame's first${seq}`,
    );
  }
  return fields;
}

function named(head: RecordHead): string {
  const parts = [
    head.expireAt === null ? null : 'a deadline',
    head.type === 0 ? null : 'a type',
    head.seqDelta === null ? null : 'its own sequence number',
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : ` with ${parts.join(', ')}`;
}

function wordsOf(log: Log, record: LogRecord, isPatched: boolean): string {
  if (record.status === 'torn')
    return 'Part of a write that never ended: nobody was told that it had succeeded.';
  if (record.status === 'damaged') {
    const range = log.verdict.damaged.find(
      ({ file, offset, length }) =>
        file === log.files[record.file]?.name && offset <= record.offset && record.offset < offset + length,
    );
    if (!range && isPatched)
      return 'A patch, whole in itself: the record that it builds on is damaged, so its value cannot be told.';
    return `These bytes are not what was written${range ? `: ${range.reason}` : ''}.`;
  }
  const name = keyName(record.key);
  const deadline = record.expireAt === null ? '' : ` until ${timeText(record.expireAt)}`;
  const what =
    record.op === 'delete'
      ? `Deletes ${name}.`
      : `Sets ${name} to ${plural(record.valueLength, 'byte')}${deadline}${isPatched ? ', by what has changed' : ''}.`;
  return record.status === 'behind'
    ? `${what} It is whole, but stands behind damage where a replay stops: it can be salvaged.`
    : what;
}
