import { tombstone } from './entry-chunk.ts';
import { removal, type Shard } from './hash-table.ts';
import type { IndexImage } from './index-image.ts';
import type { ArenaImage } from './key-arena.ts';
import type { KeyIndex } from './key-index.ts';

/**
 * The image of an index in which deletes are entries of their own: with `removal` at their ids in the hash table, so
 * that whoever takes it need not look at the entries. Pairs come in the order of their hashes.
 */
export function markedImage(newest: KeyIndex): IndexImage {
  const image = newest.image();
  const deleted = deletedIds(newest);
  const shards = image.shards.map((shard) => sortedPairs(shard, deleted));
  return { ...image, shards, arena: trimmed(image.arena) };
}

/** 1 for each id that says its key is gone; null when there is none. Read in the order in which entries lie. */
function deletedIds({ columns, capacity }: KeyIndex): Uint8Array | null {
  let deleted: Uint8Array | null = null;
  for (let id = 0; id < capacity; id++) {
    if (columns.type(id) !== tombstone) continue;
    deleted ??= new Uint8Array(capacity);
    deleted[id] = 1;
  }
  return deleted;
}

/** No key will be added: the last chunk needs no room for more. */
function trimmed(arena: ArenaImage): ArenaImage {
  const chunks = arena.chunks.map((chunk, i) =>
    i === arena.current ? chunk.subarray(0, arena.fill) : chunk,
  );
  return { ...arena, chunks };
}

function sortedPairs({ size, held, slots }: Shard, deleted: Uint8Array | null): Shard {
  const pairs = new Int32Array(2 * held);
  let end = 0;
  for (let from = 0; slots !== null && from < slots.length; from += 2) {
    const hash = slots[from] as number;
    const word = slots[from + 1] as number;
    if (word === 0) continue;
    // Slots are in the order of hashes but for those that were pushed aside.
    let at = end;
    for (; at > 0 && (pairs[at - 2] as number) > hash; at -= 2) {
      pairs[at] = pairs[at - 2] as number;
      pairs[at + 1] = pairs[at - 1] as number;
    }
    pairs[at] = hash;
    pairs[at + 1] = deleted?.[word - 1] === 1 ? word | removal : word;
    end += 2;
  }
  return { size, held, slots: null, pairs };
}
