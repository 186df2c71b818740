import { join } from 'node:path';
import { emptyBytes } from '../../shared/bytes.ts';
import type { Result } from '../../shared/contract/index.ts';
import { keyName } from '../../shared/key-text.ts';
import { opCode } from '../../shared/model.ts';
import { maxKeyBytesInRow, none, orNone, type StepRow, stepKinds } from '../../shared/rows.ts';
import { formatCount, plural } from '../../shared/words.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import { DirectoryReader } from '../formats/log/directory-reader.ts';
import type { Explained, Format } from '../formats/log/format.ts';
import { recordLine } from '../formats/log/record-line.ts';
import { storedKeyAt } from '../formats/log/stored-key.ts';
import { evidenceOf } from './evidence.ts';
import type { RecoveryReplay, Step } from './recovery-replay.ts';
import { frameOfStop, placeOf } from './replay-place.ts';

const maxStepBytes = 4096;
/** A page of steps cannot hold more whatever they are: each has its bytes read and checked. */
const maxRows = 512;

/** The rows of some steps, each with the checksum stored and the one found. */
export async function stepRowsOf(
  replay: RecoveryReplay,
  reader: Format,
  fileSystem: FileSystem,
  first: number,
  count: number,
): Promise<StepRow[]> {
  const rows: StepRow[] = [];
  const end = Math.min(first + Math.min(count, maxRows), replay.count);
  const files = new DirectoryReader(fileSystem, replay.log.directory);
  try {
    for (let index = first; index < end; index++)
      rows.push(await stepRow(replay, reader, fileSystem, files, index));
  } finally {
    await files.close();
  }
  return rows;
}

async function stepRow(
  replay: RecoveryReplay,
  reader: Format,
  fileSystem: FileSystem,
  files: DirectoryReader,
  index: number,
): Promise<StepRow> {
  const { log } = replay;
  const step = replay.step(index);
  const place = placeOf(log, step);
  const record = recordOf(replay, step);
  const explained = await explain(replay, reader, fileSystem, step);
  const said = record ? (await recordLine(log, reader, step.of, files)).said : null;
  return {
    index,
    kind: stepKinds.indexOf(step.kind),
    ok: isOk(replay, step, explained) ? 1 : 0,
    ...place,
    record: record ? step.of : none,
    seq: orNone(record?.seq ?? null),
    op: opCode(record?.op ?? 'unknown'),
    verb: said?.verb ?? '',
    key: record ? storedKeyAt(log.table, step.of).subarray(0, maxKeyBytesInRow) : emptyBytes,
    valueLength: record?.valueLength ?? none,
    crcStored: orNone(explained?.crcStored ?? null),
    crcFound: orNone(explained?.crcFound ?? null),
    title: titleOf(replay, step, explained),
  };
}

/** One step with its bytes, fields and evidence. */
export async function stepDetail(
  replay: RecoveryReplay,
  reader: Format,
  fileSystem: FileSystem,
  index: number,
): Promise<Result<'recovery.step'>> {
  const { log } = replay;
  const step = replay.step(index);
  const place = placeOf(log, step);
  const explained = await explain(replay, reader, fileSystem, step);
  // A stop at a frame shows all of the frame, of which its header is explained.
  const isWhole = explained !== null && !(step.kind === 'stop' && step.of < 0);
  const bytes = isWhole ? explained.bytes.subarray(0, maxStepBytes) : await bytesAt(replay, fileSystem, step);
  return {
    index,
    kind: step.kind,
    title: titleOf(replay, step, explained),
    file: place.file,
    offset: place.offset,
    bytes,
    fields: (explained?.fields ?? []).filter((field) => field.offset < bytes.length || field.length === 0),
    ok: isOk(replay, step, explained),
    crcStored: explained?.crcStored ?? null,
    crcFound: explained?.crcFound ?? null,
    inWords: inWords(replay, step, explained),
    evidence: await evidenceOf(replay, step, explained, fileSystem),
  };
}

async function explain(
  replay: RecoveryReplay,
  reader: Format,
  fileSystem: FileSystem,
  step: Step,
): Promise<Explained | null> {
  const { log } = replay;
  if (step.of < 0) {
    const frame = step.kind === 'stop' ? frameOfStop(log) : -1;
    return frame < 0 ? null : reader.explainFrame(log, frame, fileSystem);
  }
  switch (step.kind) {
    case 'header':
      return reader.explainFile(log, step.of, fileSystem);
    case 'frame':
      return reader.explainFrame(log, step.of, fileSystem);
    case 'record':
    case 'skip':
    case 'stop':
      return reader.explain(log, step.of, fileSystem);
    default:
      return null;
  }
}

async function bytesAt(replay: RecoveryReplay, fileSystem: FileSystem, step: Step): Promise<Uint8Array> {
  const place = placeOf(replay.log, step);
  const isThere =
    place.file !== '' && (await fileSystem.stat(join(replay.log.directory, place.file))) !== null;
  if (!isThere || place.length === 0) return new Uint8Array(0);
  const files = new DirectoryReader(fileSystem, replay.log.directory);
  const length = Math.min(place.length, maxStepBytes);
  return files.read(place.file, place.offset, length).finally(() => files.close());
}

function recordOf(replay: RecoveryReplay, step: Step) {
  const ofRecord = step.kind === 'record' || step.kind === 'skip' || step.kind === 'stop';
  return ofRecord && step.of >= 0 ? replay.log.table.record(step.of) : null;
}

function isOk(replay: RecoveryReplay, step: Step, explained: Explained | null): boolean {
  switch (step.kind) {
    case 'record':
    case 'skip': {
      const status = recordOf(replay, step)?.status;
      return status === 'ok' || status === 'behind';
    }
    case 'frame':
    case 'header':
      return explained?.fields.every((field) => field.ok !== false) ?? true;
    case 'file':
      return replay.log.files[step.of]?.kind !== 'missing';
    case 'stop':
      return false;
    case 'verdict':
      return replay.log.damage === 'none';
    default:
      return true;
  }
}

function titleOf(replay: RecoveryReplay, step: Step, explained: Explained | null): string {
  const { log } = replay;
  const file = log.files[step.of];
  switch (step.kind) {
    case 'file':
      return file?.kind === 'missing'
        ? `${file.name} is missing`
        : `Read ${file?.name}, ${formatCount(file?.size ?? 0)} B`;
    case 'header':
      return `Header of ${file?.name}`;
    case 'seal':
      return `Seal of ${file?.name}`;
    case 'frame': {
      const frame = log.table.frame(step.of);
      const broken = explained?.fields.find((field) => field.ok === false);
      const size = `Frame of ${plural(frame.records, 'record')}, ${formatCount(frame.length)} B`;
      return broken ? `${size}: ${broken.meaning}` : size;
    }
    case 'record':
      return recordTitle(replay, step);
    case 'skip':
      return recordOf(replay, step)?.status === 'behind' ? 'Whole, but behind the damage' : 'Skipped';
    case 'stop':
      return 'Recovery stops here';
    case 'verdict':
      return log.verdict.sentence;
  }
}

function recordTitle(replay: RecoveryReplay, step: Step): string {
  const record = recordOf(replay, step);
  if (!record || record.status === 'damaged') return 'Does not match its checksum';
  if (record.status === 'torn') return 'Does not end';
  if (record.op === 'other') return 'Changes no key';
  const name = keyName(record.key);
  return record.op === 'delete' ? `Delete ${name}` : `Set ${name}`;
}

function inWords(replay: RecoveryReplay, step: Step, explained: Explained | null): string {
  const { log } = replay;
  const file = log.files[step.of];
  switch (step.kind) {
    case 'file':
      return file?.kind === 'missing'
        ? `${file.name} should be here and is not.`
        : `${file?.name} is read from its first byte to its last, ${plural(file?.size ?? 0, 'byte')}.`;
    case 'seal':
      return `The seal closes ${file?.name}: nothing was written to it afterwards.`;
    case 'stop':
      return `${explained?.inWords ?? ''} A replay takes a log in order and cannot know what a missing change would have been, so it ends here. ${log.verdict.sentence}`.trim();
    case 'skip':
      return `${explained?.inWords ?? ''} It is not applied.`.trim();
    case 'verdict':
      return log.verdict.sentence;
    default:
      return explained?.inWords ?? '';
  }
}
