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
 * `bytes` after a write that met this fate. The given bytes stay as they are. `stale` is what blocks that are newly
 * taken may have held before.
 */
export function written(
  bytes: Uint8Array,
  position: number,
  data: Uint8Array,
  fate: Fate,
  stale: Uint8Array = data,
): Uint8Array {
  if (fate === 'lost') return bytes;
  const arrived = typeof fate === 'object' && 'firstBytes' in fate ? data.subarray(0, fate.firstBytes) : data;
  if (arrived.length === 0) return bytes;
  const result = new Uint8Array(Math.max(bytes.length, position + arrived.length));
  result.set(bytes);
  if (fate === 'size-only') return result;
  if (fate === 'garbage' || fate === 'stale') {
    fillGrown(result, bytes.length, position, fate === 'stale' ? stale : null);
    return result;
  }
  if (typeof fate === 'object' && 'withoutSector' in fate) {
    const { from, to } = sectorRange(position, data.length, fate.withoutSector);
    result.set(data.subarray(0, from), position);
    result.set(data.subarray(to), position + to);
    return result;
  }
  result.set(arrived, position);
  return result;
}

/** Old or arbitrary bytes where a file has grown; those that it had before are in blocks of their own. */
function fillGrown(bytes: Uint8Array, from: number, position: number, stale: Uint8Array | null): void {
  for (let at = from; at < bytes.length; at++) {
    const offset = at - position;
    if (stale === null) bytes[at] = garbageAt(at);
    else if (offset >= 0 && stale.length > 0) bytes[at] = stale[offset % stale.length]!;
  }
}

/** Anything, but always the same: a multiplicative hash of the offset (Knuth's constant). */
const garbageAt = (offset: number): number => Math.imul(offset + 1, 0x9e3779b1) >>> 24;
