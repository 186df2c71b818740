import { crc32 } from './crc32.ts';
import { readU64, viewOf, writeU64 } from './integers.ts';

/**
 * Head of a file that holds an index, of the log up to one moment (`INDEX`) or of one closed segment (a hint): which
 * moment that is, how large the parts of the index are, and where in the file each of them lies. See docs/format.md.
 */
export interface IndexHead {
  storeId: Uint8Array;
  /** Of the hashes of keys. */
  seed: number;
  /** Ids that have been given, and how many of them hold a key, a key with a deadline, no key any more. */
  ids: number;
  keys: number;
  withDeadline: number;
  freeIds: number;
  position: IndexPosition;
  /** Of the last record that the index knows of. */
  knownSeq: number;
  /** In the order of replay, up to the one that `position` is in. */
  segments: readonly IndexedSegment[];
  /** Chunks of key bytes. `current` is the one that keys are added to, at `fill`; -1 before the first key. */
  keyChunks: readonly { length: number; used: number }[];
  current: number;
  fill: number;
  /** Shards of the hash table: their slots, and how many of them hold an id. */
  shards: readonly { slots: number; held: number }[];
  /** What follows the head, one after the other. */
  blocks: readonly IndexBlock[];
}

/** The log is to be read on from here: its last frame begins here, or nothing had been written to the segment. */
export interface IndexPosition {
  offset: number;
  /** Before that frame. */
  chain: number;
  /** Of its first record. */
  nextSeq: number;
}

export interface IndexedSegment {
  number: number;
  /** Frames and records before `position`, or in the whole segment; its logical end and chain if it was closed. */
  frames: number;
  records: number;
  offset: number;
  chain: number;
  /** Bytes of its records that were the newest of their keys. */
  liveBytes: number;
}

export interface IndexBlock {
  length: number;
  crc: number;
}

/** What the file is, by its first bytes. */
export interface IndexFileKind {
  magic: Uint8Array;
  version: number;
}

export const checkpointKind: IndexFileKind = {
  magic: Uint8Array.from([0x57, 0x41, 0x4c, 0x53, 0x49, 0x4e, 0x44, 0x58]), // "WALSINDX"
  version: 1,
};
/** Version 1 was of another shape, with a header of 72 bytes and its CRC; to its readers this one is a damaged file. */
export const hintKind: IndexFileKind = {
  magic: Uint8Array.from([0x57, 0x41, 0x4c, 0x53, 0x48, 0x49, 0x4e, 0x54]), // "WALSHINT"
  version: 2,
};

/** Before the lists. */
export const indexFixedLength = 112;
const segmentLength = 40;
const pairLength = 8;
const crcLength = 4;
/** Of a store with as many segments, keys and key bytes as there can be the head has about 5 MiB. */
const maxHeadLength = 16 * 1024 * 1024;
const noChunk = 0xffff_ffff;

/** How long the lists of a head are. */
type ListSizes = Record<'segments' | 'keyChunks' | 'shards' | 'blocks', number>;

/** Length of a head with lists of these lengths. */
export function indexHeadLength({ segments, keyChunks, shards, blocks }: ListSizes): number {
  const pairs = keyChunks + shards + blocks;
  return indexFixedLength + segments * segmentLength + pairs * pairLength + crcLength;
}

export function encodeIndexHead(kind: IndexFileKind, head: IndexHead): Uint8Array {
  const { segments, keyChunks, shards, blocks, position } = head;
  const sizes = {
    segments: segments.length,
    keyChunks: keyChunks.length,
    shards: shards.length,
    blocks: blocks.length,
  };
  const bytes = new Uint8Array(indexHeadLength(sizes));
  const view = viewOf(bytes);
  bytes.set(kind.magic, 0);
  bytes.set(head.storeId, 16);
  const counts = [head.ids, head.keys, head.withDeadline, head.freeIds, ...Object.values(sizes)];
  view.setUint32(8, kind.version, true);
  view.setUint32(12, bytes.length, true);
  for (const [i, word] of [head.seed, ...counts].entries()) view.setUint32(32 + 4 * i, word, true);
  view.setUint32(68, head.current < 0 ? noChunk : head.current, true);
  view.setUint32(72, head.fill, true);
  writeU64(view, 76, position.offset);
  view.setUint32(84, position.chain, true);
  writeU64(view, 88, position.nextSeq);
  writeU64(view, 96, head.knownSeq);
  writeU64(view, 104, fileLengthOf(bytes.length, blocks));
  let at = indexFixedLength;
  for (const segment of segments) {
    view.setUint32(at, segment.number, true);
    view.setUint32(at + 4, segment.chain, true);
    writeU64(view, at + 8, segment.offset);
    writeU64(view, at + 16, segment.frames);
    writeU64(view, at + 24, segment.records);
    writeU64(view, at + 32, segment.liveBytes);
    at += segmentLength;
  }
  const pairs = [
    ...keyChunks.map(({ length, used }) => [length, used] as const),
    ...shards.map(({ slots, held }) => [slots, held] as const),
    ...blocks.map(({ length, crc }) => [length, crc] as const),
  ];
  for (const [first, second] of pairs) {
    view.setUint32(at, first, true);
    view.setUint32(at + 4, second, true);
    at += pairLength;
  }
  view.setUint32(at, crc32(bytes, 0, at), true);
  return bytes;
}

/** Length of the head that begins with these bytes; null when they are no head of this kind. */
export function indexHeadLengthIn(kind: IndexFileKind, bytes: Uint8Array): number | null {
  if (bytes.length < indexFixedLength || !kind.magic.every((byte, i) => bytes[i] === byte)) return null;
  const view = viewOf(bytes);
  if (view.getUint32(8, true) !== kind.version) return null;
  const length = view.getUint32(12, true);
  return length > indexFixedLength && length <= maxHeadLength ? length : null;
}

/** The head in `bytes`, all of it; null when it is damaged or its file has another length than it should. */
export function decodeIndexHead(
  kind: IndexFileKind,
  bytes: Uint8Array,
  fileLength: number,
): IndexHead | null {
  if (indexHeadLengthIn(kind, bytes) !== bytes.length) return null;
  const view = viewOf(bytes);
  const end = bytes.length - crcLength;
  if (view.getUint32(end, true) !== crc32(bytes, 0, end)) return null;
  const word = (i: number): number => view.getUint32(32 + 4 * i, true);
  const current = view.getUint32(68, true);
  const segments: IndexedSegment[] = [];
  const sizes = { segments: word(5), keyChunks: word(6), shards: word(7), blocks: word(8) };
  if (indexHeadLength(sizes) !== bytes.length) return null;
  let at = indexFixedLength;
  for (; segments.length < sizes.segments; at += segmentLength) {
    segments.push({
      number: view.getUint32(at, true),
      chain: view.getUint32(at + 4, true),
      offset: readU64(view, at + 8),
      frames: readU64(view, at + 16),
      records: readU64(view, at + 24),
      liveBytes: readU64(view, at + 32),
    });
  }
  const pairs = <T>(count: number, make: (first: number, second: number) => T): T[] =>
    Array.from({ length: count }, () => {
      at += pairLength;
      return make(view.getUint32(at - 8, true), view.getUint32(at - 4, true));
    });
  const head: IndexHead = {
    storeId: bytes.slice(16, 32),
    seed: word(0),
    ids: word(1),
    keys: word(2),
    withDeadline: word(3),
    freeIds: word(4),
    position: { offset: readU64(view, 76), chain: view.getUint32(84, true), nextSeq: readU64(view, 88) },
    knownSeq: readU64(view, 96),
    segments,
    keyChunks: pairs(sizes.keyChunks, (length, used) => ({ length, used })),
    current: current === noChunk ? -1 : current,
    fill: view.getUint32(72, true),
    shards: pairs(sizes.shards, (slots, held) => ({ slots, held })),
    blocks: pairs(sizes.blocks, (length, crc) => ({ length, crc })),
  };
  return readU64(view, 104) === fileLength && fileLength === fileLengthOf(bytes.length, head.blocks)
    ? head
    : null;
}

const fileLengthOf = (headLength: number, blocks: readonly IndexBlock[]): number =>
  blocks.reduce((sum, { length }) => sum + length, headLength);
