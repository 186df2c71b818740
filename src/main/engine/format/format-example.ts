import { createHash } from 'node:crypto';
import { toHex, utf8 } from '../../../shared/bytes.ts';
import { typeCode } from '../../../shared/codes.ts';
import { encodeDurableMark } from './durable-mark.ts';
import { frameHeaderLength } from './frame.ts';
import { FrameBuilder } from './frame-builder.ts';
import { type Field, hintFields, hintFile, indexFields, indexFile } from './index-example.ts';
import { encodeManifest } from './manifest.ts';
import { encodePatch, patchType } from './patch.ts';
import { encodeSeal } from './seal.ts';
import { encodeSegmentHeader, firstChain } from './segment-header.ts';

/**
 * The worked example of docs/format.md: one small segment and the files around it, with fixed identity, salt and
 * time. A spec compares the page with it.
 */

const storeId = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);
const salt = { marker: 0x11223344, seed: 0x55667788 };
const createdMs = 1_767_225_600_000;
const expireAt = createdMs + 60_000;
const bytesPerLine = 8;
/** Of a field that is longer only the beginning is shown. */
const maxLines = 4;

const segmentHeader = encodeSegmentHeader({
  storeId,
  number: 1,
  compacted: false,
  damageAccepted: false,
  patches: false,
  previous: { number: 0, offset: 0, chain: 0 },
  firstSeq: 1,
  lastSeq: 0,
  createdMs,
  salt,
});

function firstFrame(): { bytes: Uint8Array; chain: number } {
  const builder = new FrameBuilder();
  const plain = { type: 0, seqDelta: null };
  builder.begin(1);
  builder.add({ ...plain, op: 'set', key: utf8('user:1'), value: utf8('Ada'), expireAt: null });
  builder.add({ ...plain, op: 'set', key: utf8('user:2'), value: utf8('Bob'), expireAt });
  builder.add({ ...plain, op: 'delete', key: utf8('user:1'), value: new Uint8Array(0), expireAt: null });
  const { bytes, chain } = builder.finish(
    { durableSeq: 0, timeMs: createdMs + 5 },
    firstChain(segmentHeader),
    salt,
  );
  return { bytes: bytes.slice(), chain };
}

/** Where a list of two lies at byte 140 of a segment: the record that makes it one of three. */
function patchRecord(): Uint8Array {
  const value = encodePatch({ offset: 140, length: 37, seq: 4 }, 6, 32, [
    { keep: 23, skip: 0, insert: utf8(',"Yw=="') },
  ]);
  const builder = new FrameBuilder();
  builder.begin(6);
  const type = patchType(typeCode('list'));
  const offset = builder.add({ op: 'set', key: utf8('todo'), value, expireAt: null, type, seqDelta: null });
  return builder.finish({ durableSeq: 0, timeMs: createdMs }, 0, salt).bytes.slice(offset);
}

const frame = firstFrame();
const end = segmentHeader.length + frame.bytes.length;

const seal = encodeSeal(
  {
    offset: end,
    frames: 1,
    records: 3,
    lastSeq: 3,
    timeMs: createdMs + 9,
    chain: frame.chain,
    sha256: new Uint8Array(createHash('sha256').update(segmentHeader).update(frame.bytes).digest()),
  },
  salt,
);

const closed = { lastSeq: 3, offset: end, chain: frame.chain, records: 3, sealed: true };
const manifest = encodeManifest({
  storeId,
  generation: 2,
  createdMs,
  nextNumber: 3,
  segments: [
    { number: 1, compacted: false, firstSeq: 1, closed },
    { number: 2, compacted: false, firstSeq: 4, closed: null },
  ],
});

const mark = encodeDurableMark({
  storeId,
  generation: 1,
  seq: 3,
  segment: 1,
  offset: end,
  timeMs: createdMs + 6,
});

const recordLengths = [16, 22, 12];

function recordOffset(index: number): number {
  const before = recordLengths.slice(0, index).reduce((sum, length) => sum + length, 0);
  return segmentHeader.length + frameHeaderLength + before;
}

const log = {
  storeId,
  segmentHeader,
  expireAt,
  recordOffset: recordOffset(1),
  deleteOffset: recordOffset(2),
};

const segmentHeaderFields: Field[] = [
  [8, 'magic "WALSCOPE"'],
  [4, 'version 1'],
  [4, 'header length 92'],
  [4, 'features: none'],
  [16, 'store id'],
  [4, 'segment number 1'],
  [4, 'previous segment: none'],
  [8, '  its logical end'],
  [4, '  its chain value'],
  [8, 'first sequence number 1'],
  [8, 'last sequence number: only in compacted segments'],
  [8, 'created 2026-01-01T00:00:00.000Z'],
  [4, 'salt of markers 0x11223344'],
  [4, 'salt of header CRCs 0x55667788'],
  [4, 'CRC of the 88 bytes before = first chain value'],
];

const frameFields: Field[] = [
  [4, 'marker: "FRM1" xor the salt of markers'],
  [4, 'CRC of the next 40 bytes, begun with the salt'],
  [4, 'payload length 50'],
  [4, '3 records'],
  [8, 'first sequence number 1'],
  [8, 'durable up to sequence number 0'],
  [8, 'written 2026-01-01T00:00:00.005Z'],
  [4, 'CRC of the payload'],
  [4, 'chain'],
  [4, 'record 1: CRC'],
  [1, '  tag: set'],
  [1, '  key length 6'],
  [1, '  value length 3'],
  [6, '  key "user:1"'],
  [3, '  value "Ada"'],
  [4, 'record 2: CRC'],
  [1, '  tag: set, with expiry'],
  [1, '  key length 6'],
  [1, '  value length 3'],
  [6, '  expires 2026-01-01T00:01:00.000Z'],
  [6, '  key "user:2"'],
  [3, '  value "Bob"'],
  [4, 'record 3: CRC'],
  [1, '  tag: delete'],
  [1, '  key length 6'],
  [6, '  key "user:1"'],
];

const patchFields: Field[] = [
  [4, 'record: CRC'],
  [1, '  tag: set, with a value type'],
  [1, '  key length 4'],
  [1, '  value length 17'],
  [1, '  type 129: a patch of a list'],
  [4, '  key "todo"'],
  [4, '  builds on the record at byte 140'],
  [1, '  of 37 bytes'],
  [1, '  2 sequence numbers before'],
  [1, '  the value then has 32 bytes'],
  [1, '  23 bytes stay'],
  [1, '  none go'],
  [1, '  7 come'],
  [7, '  ,"Yw=="'],
];

const sealFields: Field[] = [
  [4, 'marker: "SEL1" xor the salt of markers'],
  [4, 'CRC of the next 76 bytes, begun with the salt'],
  [8, 'logical length 190'],
  [8, '1 frame'],
  [8, '3 records'],
  [8, 'last sequence number 3'],
  [8, 'sealed 2026-01-01T00:00:00.009Z'],
  [4, 'chain'],
  [32, 'SHA-256 of the 190 bytes before'],
];

const manifestFields: Field[] = [
  [8, 'magic "WALSMANI"'],
  [4, 'version 1'],
  [4, 'length 148'],
  [16, 'store id'],
  [8, 'generation 2'],
  [8, 'store created'],
  [4, 'next segment number 3'],
  [4, '2 segments'],
  [4, 'segment 1'],
  [4, '  flags: closed, sealed'],
  [8, '  first sequence number 1'],
  [8, '  last sequence number 3'],
  [8, '  logical end 190'],
  [4, '  chain there'],
  [8, '  3 records'],
  [4, 'segment 2'],
  [4, '  flags: none, it is being written'],
  [8, '  first sequence number 4'],
  [8, '  not known while it is written:'],
  [8, '  last sequence number, end,'],
  [4, '  chain'],
  [8, '  and records'],
  [4, 'CRC of all before'],
];

const markFields: Field[] = [
  [4, 'magic "WDM1"'],
  [4, 'CRC of the 56 bytes after it'],
  [4, 'version 1'],
  [16, 'store id'],
  [8, 'generation 1: the second slot'],
  [8, 'durable up to sequence number 3'],
  [4, 'segment 1'],
  [8, 'up to byte 190'],
  [8, 'proven 2026-01-01T00:00:00.006Z'],
];

/** The dumps of the page by name. Offsets are those in the file. */
export function formatExample(): Record<string, string> {
  return {
    'segment header': dump(segmentHeader, segmentHeaderFields, 0),
    frame: dump(frame.bytes, frameFields, segmentHeader.length),
    patch: dump(patchRecord(), patchFields, 230),
    seal: dump(seal, sealFields, end),
    manifest: dump(manifest, manifestFields, 0),
    'durable mark': dump(mark, markFields, mark.length),
    hint: dump(hintFile(log, { offset: end, chain: frame.chain }), hintFields, 0),
    index: dump(indexFile(log), indexFields, 0),
  };
}

function dump(bytes: Uint8Array, fields: readonly Field[], fileOffset: number): string {
  const lines: string[] = [];
  let at = 0;
  for (const [length, text] of fields) {
    for (let from = at; from < at + length; from += bytesPerLine) {
      if (from === at + maxLines * bytesPerLine) lines.push('  …');
      if (from >= at + maxLines * bytesPerLine) continue;
      const part = bytes.subarray(from, Math.min(from + bytesPerLine, at + length));
      const hex = [...part].map((byte) => toHex(Uint8Array.of(byte))).join(' ');
      const offset = String(fileOffset + from).padStart(4);
      lines.push(`${offset}  ${hex.padEnd(bytesPerLine * 3)} ${from === at ? text : ''}`.trimEnd());
    }
    at += length;
  }
  if (at !== bytes.length) throw new Error(`the fields are ${at} bytes long, the bytes are ${bytes.length}`);
  return lines.join('\n');
}
