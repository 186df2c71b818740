import { never } from './entry-chunk.ts';

/** Where a record lies and what it says; what the index keeps for each key. */
export interface EntryFacts {
  segment: number;
  offset: number;
  headLength: number;
  valueLength: number;
  type: number;
  seq: number;
  /** ms since 1970, or `never`. */
  expireAt: number;
}

/** Facts to be filled in and handed over again and again: an index copies what it is given. */
export function blankFacts(segment = 0): EntryFacts {
  return { segment, offset: 0, headLength: 0, valueLength: 0, type: 0, seq: 0, expireAt: never };
}
