import type { KeyPage } from '../api.ts';
import { never } from '../index/entry-chunk.ts';
import { blankFacts } from '../index/entry-facts.ts';
import type { IndexColumns } from '../index/index-columns.ts';
import { IndexEntries } from '../index/index-entries.ts';
import { sortIds } from '../index/sort-ids.ts';
import type { Slicer } from '../scan/slicer.ts';
import { isWithin, type KeyBound } from './key-bounds.ts';
import type { LogColumns } from './log-columns.ts';
import type { MappedSegments } from './mapped-segments.ts';
import type { RecordMap } from './record-map.ts';
import { fromFile } from './record-window.ts';
import type { SeqTable } from './seq-table.ts';
import { type MappedSegment, StretchWalk } from './stretch-walk.ts';

/** What is read of a segment at once when all of it is walked. */
const pieceBytes = 256 * 1024;

/** Whether the record with this sequence number and the key bytes[start, start + length) is the key's newest. */
export type IsLive = (seq: number, bytes: Uint8Array, start: number, length: number) => boolean;

export interface FoundKeys {
  ids: Uint32Array;
  columns: IndexColumns;
}

/**
 * The keys within all bounds whose newest records these segments hold, with ids of their own: for as long as someone
 * keeps them they take some 40 bytes each beside the keys themselves. The log is read once, in the order of its files.
 */
export async function keysInLog(
  segments: MappedSegments,
  isLive: IsLive,
  bounds: readonly KeyBound[],
  slicer: Slicer,
): Promise<FoundKeys> {
  const keys = new IndexEntries();
  for (const mapped of segments.ordered) await addKeys(mapped, isLive, bounds, keys, slicer);
  const ids = new Uint32Array(keys.capacity);
  for (let id = 0; id < ids.length; id++) ids[id] = id;
  return { ids, columns: keys.columns };
}

/** The same in key order. */
export async function keysInOrder(
  segments: MappedSegments,
  isLive: IsLive,
  bounds: readonly KeyBound[],
  slicer: Slicer,
): Promise<FoundKeys> {
  const found = await keysInLog(segments, isLive, bounds, slicer);
  await sortIds(found.ids, found.columns, slicer);
  return found;
}

async function addKeys(
  { segment, map }: MappedSegment,
  isLive: IsLive,
  bounds: readonly KeyBound[],
  keys: IndexEntries,
  slicer: Slicer,
): Promise<void> {
  const walk = new StretchWalk();
  walk.open(segment, fromFile);
  const facts = blankFacts(segment.number);
  // What is written from here on is not asked for.
  const { stretches } = map;
  for (let stretch = 0, loadedTo = 0; stretch < stretches; stretch++) {
    if (map.offsetAt(stretch) >= loadedTo) {
      loadedTo = pieceEnd(map, stretch, stretches);
      await walk.window.load(map.offsetAt(stretch), loadedTo);
    }
    walk.begin(map, stretch);
    while (walk.step()) {
      const { head, seq } = walk;
      if (head.isDelete) continue;
      const start = walk.keyAt();
      const { bytes } = walk.window;
      if (!isWithin(bounds, bytes, start, head.keyLength) || !isLive(seq, bytes, start, head.keyLength))
        continue;
      facts.offset = walk.offset;
      facts.headLength = head.headLength;
      facts.valueLength = head.valueLength;
      facts.type = head.type;
      facts.seq = seq;
      facts.expireAt = head.expireAt ?? never;
      keys.append(bytes, start, head.keyLength, facts);
    }
    if (slicer.dueNow()) await slicer.yield();
  }
}

/** Where a piece ends that begins with this stretch: whole stretches, or a part of one that is longer. */
function pieceEnd(map: RecordMap, from: number, stretches: number): number {
  const start = map.offsetAt(from);
  let to = from + 1;
  while (to < stretches && map.limitAt(to) - start <= pieceBytes) to++;
  return Math.min(map.limitAt(to - 1), start + pieceBytes);
}

/** See `Store.keysFrom`. Positions are hashes: wherever a key's record moves meanwhile, its hash stays. */
export function someKeys(
  table: SeqTable,
  columns: LogColumns,
  position: number,
  limit: number,
  nowMs: number,
): KeyPage {
  const keys: Uint8Array[] = [];
  let next: number | null = position;
  for (let left = Math.max(1, limit); left > 0 && next !== null; ) {
    const range = table.eachFrom(next, left, (seq) => {
      if (columns.expireAt(seq) > nowMs) keys.push(columns.key(seq));
    });
    left -= range.looked;
    next = range.next;
  }
  return { keys, next };
}
