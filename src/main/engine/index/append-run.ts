import { entryMask, entryWords, keyAtWord, never } from './entry-chunk.ts';
import { blankFacts } from './entry-facts.ts';
import type { EntryParts } from './entry-parts.ts';
import { offsetInChunk } from './key-arena.ts';
import { copyHashing } from './key-hash.ts';
import { packFacts, wordsAt } from './pack-facts.ts';
import type { RecordColumns } from './record-columns.ts';
import type { WaitingPairs } from './waiting-pairs.ts';

/**
 * Appends records, from one on, up to the end of the chunks that they go to: their hashes and ids wait. Their keys lie
 * in `source`. Returns how many they were.
 */
export function appendRun(
  { chunks, ids, arena, totals }: EntryParts,
  source: DataView,
  records: RecordColumns,
  from: number,
  seed: number,
  waiting: WaitingPairs,
): number {
  // Its own: the compiler sees that nobody else does, and keeps the fields in registers.
  const facts = blankFacts();
  const { keyStarts, keyLengths } = records;
  // Ids that are free again lie anywhere: each is a run of its own.
  const isAlone = ids.hasFree;
  const firstId = isAlone ? ids.take() : ids.end;
  const words = chunks.writableNew(firstId);
  const keyAt = arena.next(keyLengths[from] as number);
  const { currentView, left } = arena;
  const room = isAlone ? 1 : words.length / entryWords - (firstId & entryMask);
  const most = Math.min(records.count - from, room);
  let keyBytes = 0;
  let recordBytes = 0;
  let withDeadline = 0;
  let count = 0;
  for (; count < most; count++) {
    const i = from + count;
    const keyLength = keyLengths[i] as number;
    if (keyBytes + keyLength > left) break;
    const to = offsetInChunk(keyAt) + keyBytes;
    const hash = copyHashing(source, keyStarts[i] as number, keyLength, seed, currentView, to);
    const at = wordsAt(firstId + count);
    records.read(i, facts);
    words[at + keyAtWord] = keyAt + keyBytes;
    packFacts(words, at, keyLength, facts);
    waiting.add(hash, firstId + count, records.isDelete(i));
    keyBytes += keyLength;
    recordBytes += facts.headLength + keyLength + facts.valueLength;
    if (facts.expireAt !== never) withDeadline++;
  }
  arena.advance(keyBytes);
  totals.keys += count;
  totals.withDeadline += withDeadline;
  totals.liveBytes.add(records.segment, recordBytes);
  if (!isAlone) ids.takeRun(count);
  return count;
}
