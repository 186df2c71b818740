import type { ImageFile } from './image-file.ts';

/** The atom of a disk: it writes a sector whole or not at all. Bytes. */
export const sectorBytes = 512;

/**
 * What a crash makes of one operation that no sync had brought to the disk: all of it got there, nothing did, a
 * write got there up to a byte, the file grew but its new bytes never came (and zeros, garbage, or what the same
 * blocks had held before stand there), or one sector of a write is missing among those that came.
 */
export type Fate =
  | 'kept'
  | 'lost'
  | 'size-only'
  | 'garbage'
  | 'stale'
  | { firstBytes: number }
  | { withoutSector: number };

/** Fates of a write after which its file is as long as if it had come. */
export const grownFates: ReadonlySet<Fate> = new Set<Fate>(['size-only', 'garbage', 'stale']);

/** The range of a write's bytes that falls into a sector of its file, both from the write's beginning. */
export function sectorRange(position: number, length: number, sector: number): { from: number; to: number } {
  const first = Math.floor(position / sectorBytes);
  const from = Math.max((first + sector) * sectorBytes - position, 0);
  return { from, to: Math.min((first + sector + 1) * sectorBytes - position, length) };
}

/** How many sectors a write touches. */
export function sectorsOf(position: number, length: number): number {
  if (length === 0) return 0;
  return Math.floor((position + length - 1) / sectorBytes) - Math.floor(position / sectorBytes) + 1;
}

/**
 * Writes as far as this fate lets a write come. `stale` is what blocks that the file newly takes may have held before.
 */
export function writeAs(
  file: ImageFile,
  position: number,
  data: Uint8Array,
  fate: Exclude<Fate, 'lost'>,
  stale: Uint8Array,
): void {
  const end = position + data.length;
  if (fate === 'kept') file.write(data, position);
  else if (fate === 'size-only') file.resize(Math.max(file.length, end));
  else if (fate === 'garbage' || fate === 'stale') grow(file, position, end, fate === 'stale' ? stale : null);
  else if ('firstBytes' in fate) {
    if (fate.firstBytes > 0) file.write(data.subarray(0, fate.firstBytes), position);
  } else {
    const { from, to } = sectorRange(position, data.length, fate.withoutSector);
    file.resize(Math.max(file.length, end));
    file.write(data.subarray(0, from), position);
    file.write(data.subarray(to), position + to);
  }
}

/** Old or arbitrary bytes where a file has grown; what it had before is in blocks of its own. */
function grow(file: ImageFile, position: number, end: number, stale: Uint8Array | null): void {
  const from = Math.max(file.length, position);
  if (end <= from) return;
  const bytes = new Uint8Array(end - from);
  for (let index = 0; index < bytes.length; index++) {
    const at = from + index;
    bytes[index] = stale === null ? garbageAt(at) : (stale[(at - position) % stale.length] ?? 0);
  }
  file.write(bytes, from);
}

/** Anything, but always the same: a multiplicative hash of the offset (Knuth's constant). */
const garbageAt = (offset: number): number => Math.imul(offset + 1, 0x9e3779b1) >>> 24;
