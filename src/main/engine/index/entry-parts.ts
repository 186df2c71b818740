import { EntryChunks } from './entry-chunks.ts';
import { EntryIds } from './entry-ids.ts';
import { EntryTotals } from './entry-totals.ts';
import type { EntriesImage } from './index-image.ts';
import { KeyArena } from './key-arena.ts';

/** What entries are made of: for `IndexEntries` and what appends many of them at once. */
export interface EntryParts {
  readonly chunks: EntryChunks;
  readonly ids: EntryIds;
  readonly arena: KeyArena;
  readonly totals: EntryTotals;
}

/** The image is not to be used again. */
export function entryParts(image: EntriesImage | null): EntryParts {
  return {
    chunks: new EntryChunks(image?.chunks),
    ids: new EntryIds(image?.ids, image?.freeIds),
    arena: new KeyArena(image?.arena),
    totals: new EntryTotals(image),
  };
}
