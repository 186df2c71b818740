import {
  deadlineLowWord,
  entryMask,
  entryWords,
  hasDeadline,
  headLengthShift,
  highShift,
  highWord,
  maxNumber,
  never,
  offsetWord,
  present,
  segmentWord,
  seqLowWord,
  shapeWord,
  typeShift,
  valueLengthWord,
} from './entry-chunk.ts';
import type { EntryFacts } from './entry-facts.ts';

/** Where the words of an entry begin in its chunk. */
export const wordsAt = (id: number): number => (id & entryMask) * entryWords;

/** All words of an entry but the first, which says where the key lies. */
export function packFacts(words: Uint32Array, at: number, keyLength: number, facts: EntryFacts): void {
  if (facts.seq > maxNumber) throw new RangeError(`sequence number ${facts.seq}`);
  const deadline = facts.expireAt === never ? 0 : facts.expireAt;
  const deadlineBit = facts.expireAt === never ? 0 : hasDeadline;
  words[at + segmentWord] = facts.segment;
  words[at + offsetWord] = facts.offset;
  words[at + valueLengthWord] = facts.valueLength;
  words[at + seqLowWord] = facts.seq;
  words[at + deadlineLowWord] = deadline;
  words[at + highWord] = highOf(facts.seq) | (highOf(deadline) << highShift);
  words[at + shapeWord] =
    keyLength | (facts.headLength << headLengthShift) | present | deadlineBit | (facts.type << typeShift);
}

/** What of a number does not fit into a word of 32 bits, which keeps the rest. */
const highOf = (number: number): number => (number < 2 ** 32 ? 0 : Math.floor(number / 2 ** 32));
