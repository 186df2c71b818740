import { equalBytes } from '../../../shared/bytes.ts';
import { crc32 } from './crc32.ts';
import { readU64, viewOf, writeU64 } from './integers.ts';

/**
 * What opening needs to know of a closed segment, without reading it: the newest record of each of its keys, as the
 * typed arrays that the index is made of. A hint may be deleted at any time; it counts only while it names the
 * segment's own end and chain. See docs/format.md.
 */
export interface Hint {
  readonly count: number;
  /** Of each record in the segment. */
  readonly offsets: Float64Array;
  readonly seqs: Float64Array;
  /** ms since 1970, Infinity = none. */
  readonly deadlines: Float64Array;
  readonly valueLengths: Uint32Array;
  readonly keyLengths: Uint32Array;
  /** Length of what stands before the key. */
  readonly headLengths: Uint8Array;
  /** typeCode of the value; 255 = deleted. */
  readonly types: Uint8Array;
  /** The keys one after the other, in the order of the columns. */
  readonly keys: Uint8Array;
}

/** Which bytes of which segment a hint speaks of. */
export interface HintBinding {
  storeId: Uint8Array;
  segment: number;
  endOffset: number;
  endChain: number;
}

const magic = Uint8Array.from([0x57, 0x41, 0x4c, 0x53, 0x48, 0x49, 0x4e, 0x54]); // "WALSHINT"
const hintVersion = 1;
export const hintHeaderLength = 72;
const bytesPerEntry = 3 * 8 + 2 * 4 + 2;

const bodyLength = (count: number, keyBytes: number): number => count * bytesPerEntry + keyBytes;

/** A hint of `count` entries with `keyBytes` of keys, in one buffer: fill its columns, then call `sealHint`. */
export function allocateHint(count: number, keyBytes: number): { hint: Hint; file: Uint8Array } {
  const file = new Uint8Array(hintHeaderLength + bodyLength(count, keyBytes));
  return { hint: columnsOf(file, count), file };
}

/** The arrays lie in the file as they lie in memory; all platforms of Node are little-endian. */
function columnsOf(file: Uint8Array, count: number): Hint {
  let at = file.byteOffset + hintHeaderLength;
  const take = (bytes: number): number => {
    at += bytes;
    return at - bytes;
  };
  const { buffer } = file;
  const offsets = new Float64Array(buffer, take(count * 8), count);
  const seqs = new Float64Array(buffer, take(count * 8), count);
  const deadlines = new Float64Array(buffer, take(count * 8), count);
  const valueLengths = new Uint32Array(buffer, take(count * 4), count);
  const keyLengths = new Uint32Array(buffer, take(count * 4), count);
  const headLengths = new Uint8Array(buffer, take(count), count);
  const types = new Uint8Array(buffer, take(count), count);
  const keys = new Uint8Array(buffer, at, file.byteOffset + file.length - at);
  return { count, offsets, seqs, deadlines, valueLengths, keyLengths, headLengths, types, keys };
}

/** Writes the header over what stands in the columns now. */
export function sealHint(file: Uint8Array, count: number, binding: HintBinding): void {
  const view = viewOf(file);
  file.set(magic, 0);
  view.setUint32(8, hintVersion, true);
  view.setUint32(12, count, true);
  file.set(binding.storeId, 16);
  view.setUint32(32, binding.segment, true);
  view.setUint32(36, binding.endChain, true);
  writeU64(view, 40, binding.endOffset);
  writeU64(view, 48, file.length);
  view.setUint32(56, crc32(file, hintHeaderLength), true);
  view.setUint32(68, crc32(file, 0, 68), true);
}

/**
 * The hint in `file`, or null when it does not speak of exactly these bytes, is damaged, or is of another version:
 * then the segment itself is read. `file` must begin at a multiple of 8 of its buffer.
 */
export function openHint(file: Uint8Array, binding: HintBinding): Hint | null {
  if (file.length < hintHeaderLength || !magic.every((byte, i) => file[i] === byte)) return null;
  const view = viewOf(file);
  if (view.getUint32(68, true) !== crc32(file, 0, 68)) return null;
  const bound =
    view.getUint32(8, true) === hintVersion &&
    equalBytes(file.subarray(16, 32), binding.storeId) &&
    view.getUint32(32, true) === binding.segment &&
    view.getUint32(36, true) === binding.endChain &&
    readU64(view, 40) === binding.endOffset &&
    readU64(view, 48) === file.length;
  if (!bound) return null;
  const count = view.getUint32(12, true);
  if (hintHeaderLength + count * bytesPerEntry > file.length) return null;
  return view.getUint32(56, true) === crc32(file, hintHeaderLength) ? columnsOf(file, count) : null;
}
