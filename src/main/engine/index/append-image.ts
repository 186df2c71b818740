import {
  type EntryChunk,
  entriesPerChunk,
  entryWords,
  keyAtWord,
  present,
  shapeWord,
} from './entry-chunk.ts';
import type { EntryParts } from './entry-parts.ts';
import type { IndexImage } from './index-image.ts';
import { wordsAt } from './pack-facts.ts';
import type { TakenImage } from './taken-images.ts';

/** Appends all entries of an image, whose memory is taken over: its chunks as they are, but for one that is not full. */
export function appendImage(parts: EntryParts, image: IndexImage): TakenImage {
  const { chunks, ids, arena, totals } = parts;
  const movedBy = arena.takeOver(image.arena);
  // Nothing comes before the first image: its last chunk goes on being filled.
  const whole = ids.end === 0 ? image.chunks.length : Math.floor(image.ids / entriesPerChunk);
  const base = chunks.takeOver(image.chunks.slice(0, whole), movedBy);
  const inWhole = Math.min(image.ids, whole * entriesPerChunk);
  ids.skipTo(base);
  ids.takeRun(inWhole);
  const rest = new Uint32Array(image.ids - inWhole);
  if (rest.length > 0) appendRest(parts, image.chunks[whole] as EntryChunk, rest, movedBy);
  for (const id of image.freeIds) if (id < inWhole) ids.free(base + id);
  totals.addAll(image);
  return { shards: image.shards, base, ids: inWhole, rest };
}

/** Copies the first entries of a chunk, as many as `rest` is for; in it stand their ids afterwards. */
function appendRest(
  { chunks, ids }: EntryParts,
  { words }: EntryChunk,
  rest: Uint32Array,
  movedBy: number,
): void {
  for (let i = 0; i < rest.length; i++) {
    const from = i * entryWords;
    if (((words[from + shapeWord] as number) & present) === 0) continue;
    const id = ids.take();
    const target = chunks.writableNew(id);
    const at = wordsAt(id);
    for (let word = 0; word < entryWords; word++) target[at + word] = words[from + word] as number;
    target[at + keyAtWord]! += movedBy;
    rest[i] = id;
  }
}
