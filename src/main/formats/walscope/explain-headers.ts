import { join } from 'node:path';
import { emptyBytes, toHex } from '../../../shared/bytes.ts';
import { formatCount, plural } from '../../../shared/words.ts';
import { crc32 } from '../../engine/format/crc32.ts';
import {
  decodeFrameHeader,
  type FrameHeader,
  frameHeaderLength,
  frameMarker,
} from '../../engine/format/frame.ts';
import {
  decodeSegmentHeader,
  type SegmentHeader,
  segmentHeaderLength,
} from '../../engine/format/segment-header.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { FieldList, timeText } from '../log/fields.ts';
import type { Explained } from '../log/format.ts';
import type { Log, LogFrame } from '../log/log.ts';

/** Of a longer frame the records are not checked here: verify does it. Bytes. */
const maxCheckedBytes = 16 * 1024 * 1024;

/** The header of a frame, with what it says of its records checked; null where no header can be read. */
export async function explainFrame(
  log: Log,
  index: number,
  fileSystem: FileSystem,
): Promise<Explained | null> {
  const frame = log.table.frame(index);
  if (frame.headerLength === 0) return null;
  const segment = decodeSegmentHeader(await readStart(log, frame.file, 0, segmentHeaderLength, fileSystem));
  const bytes = await readStart(log, frame.file, frame.offset, frameHeaderLength, fileSystem);
  if (segment.status !== 'ok') return null;
  const header = decodeFrameHeader(bytes, 0, segment.value.salt);
  if (header === null) return null;
  const payload = await readPayload(log, frame, header, fileSystem);
  const payloadFound = payload.length === header.payloadLength ? crc32(payload, 0, payload.length) : null;
  const own = {
    crcStored: new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true),
    crcFound: crc32(bytes, 8, frameHeaderLength, segment.value.salt.seed),
  };
  const fields = frameFields(header, frameMarker(segment.value.salt), own, {
    found: payloadFound,
    missing: payloadFound === null ? missingIn(frame, header) : 0,
  });
  const holds = payloadFound === null || payloadFound === header.payloadCrc;
  const gravest = holds ? own : { crcStored: header.payloadCrc, crcFound: payloadFound };
  const inWords = `${frameInWords(header, frame)}${holds ? '' : ' Its records do not give the checksum that its header holds.'}`;
  return { bytes, fields: fields.fields, ...gravest, inWords };
}

/** The records of a frame, to check them; nothing where not all are there or where there are too many. */
async function readPayload(
  log: Log,
  frame: LogFrame,
  { payloadLength }: FrameHeader,
  fileSystem: FileSystem,
): Promise<Uint8Array> {
  if (payloadLength > maxCheckedBytes || missingIn(frame, { payloadLength }) > 0) return emptyBytes;
  return readStart(log, frame.file, frame.offset + frameHeaderLength, payloadLength, fileSystem);
}

/** Bytes that a header promises and that are not in its frame. */
function missingIn(frame: LogFrame, { payloadLength }: Pick<FrameHeader, 'payloadLength'>): number {
  return Math.max(0, frameHeaderLength + payloadLength - frame.length);
}

/** The header of a segment; null when the file is not there. */
export async function explainFile(
  log: Log,
  index: number,
  fileSystem: FileSystem,
): Promise<Explained | null> {
  const file = log.files[index];
  if (file === undefined || file.kind === 'missing') return null;
  const bytes = await readStart(log, index, 0, segmentHeaderLength, fileSystem);
  const decoded = decodeSegmentHeader(bytes);
  if (decoded.status !== 'ok') {
    const reason = decoded.status === 'damaged' ? decoded.reason : `version ${decoded.version} of the format`;
    const fields = new FieldList().add('header', bytes.length, `${bytes.length} B`, reason, false);
    return {
      bytes,
      fields: fields.fields,
      crcStored: null,
      crcFound: null,
      inWords: `The header cannot be read: ${reason}.`,
    };
  }
  const crcStored = new DataView(bytes.buffer, bytes.byteOffset).getUint32(segmentHeaderLength - 4, true);
  const crcFound = crc32(bytes, 0, segmentHeaderLength - 4);
  const fields = segmentFields(decoded.value, crcStored, crcFound);
  return { bytes, fields: fields.fields, crcStored, crcFound, inWords: segmentInWords(decoded.value) };
}

async function readStart(
  log: Log,
  file: number,
  offset: number,
  length: number,
  fileSystem: FileSystem,
): Promise<Uint8Array> {
  const entry = log.files[file];
  if (entry === undefined || entry.kind === 'missing') return emptyBytes;
  const handle = await fileSystem.open(join(log.directory, entry.name), 'read');
  try {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, await handle.read(bytes, offset));
  } finally {
    await handle.close();
  }
}

function frameFields(
  header: FrameHeader,
  marker: number,
  own: { crcStored: number; crcFound: number },
  payload: { found: number | null; missing: number },
): FieldList {
  const { missing } = payload;
  return new FieldList()
    .add('marker', 4, hex(marker), 'FRM1, salted for this segment', true)
    .addCrc('header_crc', own.crcStored, own.crcFound, 'the header after it')
    .add(
      'payload_len',
      4,
      String(header.payloadLength),
      missing > 0 ? `${formatCount(missing)} of these bytes are not there` : 'bytes of records that follow',
      missing > 0 ? false : null,
    )
    .add(
      'records',
      4,
      String(header.records),
      header.records === 1 ? 'record' : 'records, all or none of them',
    )
    .add('first_seq', 8, String(header.firstSeq), 'sequence number of the first')
    .add('durable_seq', 8, String(header.durableSeq), 'an fsync had proven all up to this one')
    .add('time', 8, String(header.timeMs), `${timeText(header.timeMs)}, by the writer's clock`)
    .addCrc('payload_crc', header.payloadCrc, payload.found, 'the records')
    .add('chain', 4, hex(header.chain), 'binds the frame to all before it');
}

function segmentFields(header: SegmentHeader, crcStored: number, crcFound: number): FieldList {
  const features = [
    header.compacted ? 'compacted' : null,
    header.damageAccepted ? 'damage before it accepted' : null,
    header.patches ? 'patches' : null,
  ].filter((feature) => feature !== null);
  const flags = (header.compacted ? 1 : 0) | (header.damageAccepted ? 2 : 0) | (header.patches ? 4 : 0);
  return new FieldList()
    .add('magic', 8, 'WALSCOPE', 'a segment of a Walscope store', true)
    .add('version', 4, '1', 'of the format')
    .add('header_len', 4, String(segmentHeaderLength), 'bytes')
    .add('features', 4, String(flags), features.length === 0 ? 'none' : features.join(', '))
    .add('store_id', 16, toHex(header.storeId), 'shared by all files of a store')
    .add('number', 4, String(header.number), 'of this segment')
    .add(
      'previous_number',
      4,
      String(header.previous.number),
      header.previous.number === 0 ? 'none before' : 'segment before',
    )
    .add('previous_offset', 8, String(header.previous.offset), 'where that one logically ended')
    .add('previous_chain', 4, hex(header.previous.chain), 'chain value there')
    .add('first_seq', 8, String(header.firstSeq), 'sequence number of the first record')
    .add('last_seq', 8, String(header.lastSeq), header.compacted ? 'last one that it stands for' : 'not used')
    .add('created', 8, String(header.createdMs), timeText(header.createdMs))
    .add('salt_marker', 4, hex(header.salt.marker), 'mixed into frame markers')
    .add('salt_seed', 4, hex(header.salt.seed), 'seeds frame header checksums')
    .addCrc('header_crc', crcStored, crcFound, 'the header before it');
}

function frameInWords(header: FrameHeader, frame: LogFrame): string {
  const records =
    header.records === 1 ? 'one record' : `${plural(header.records, 'record')}, all or none of which count`;
  return `One write of ${plural(frame.length, 'byte')}: ${records}, from sequence ${formatCount(header.firstSeq)} on.`;
}

function segmentInWords(header: SegmentHeader): string {
  if (header.compacted) {
    return `Segment ${header.number}, a compacted one: it stands for sequences ${header.firstSeq} to ${header.lastSeq}.`;
  }
  const before =
    header.previous.number === 0
      ? 'the first of its store'
      : `goes on where segment ${header.previous.number} ended, at byte ${formatCount(header.previous.offset)}`;
  return `Segment ${header.number}, ${before}. Its first record has sequence ${formatCount(header.firstSeq)}.`;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
