import type { ByteInput } from './byte-input.ts';
import { readCount, readElements, readUint64, skipString } from './primitives.ts';

/** What an element is stored as. */
const tags = { string: 0, integer: 1, float: 2, shortString: 3 } as const;

/** An array of Redis 8.8: how many elements, where the next one is inserted if that is known, and each with its place. */
export function skipArray(input: ByteInput): undefined {
  const elements = readElements(input, 3);
  const hasCursor = readCount(input);
  if (hasCursor > 1) throw input.fault('an array says neither yes nor no to whether it has a cursor');
  if (hasCursor === 1) readUint64(input);
  for (let left = elements; left > 0; left--) {
    readUint64(input);
    const tag = readCount(input);
    if (tag === tags.integer || tag === tags.float) input.skip(8);
    else if (tag === tags.string || tag === tags.shortString) skipString(input);
    else throw input.fault(`no element of an array is stored in way ${tag}`);
  }
}
