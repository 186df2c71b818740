import type { Binary } from '../value.ts';
import { maxWhole, wholeInRange, word } from './arguments.ts';
import { errors, fail } from './errors.ts';

/** What LMPOP, ZMPOP and the forms of them that wait are asked for. */
export interface PopRequest<End> {
  keys: readonly Binary[];
  end: End;
  count: number;
}

/** `numkeys key… END [COUNT n]`, from an argument on. `endOf` refuses a word that names no end. */
export function popRequestOf<End>(
  args: readonly Binary[],
  from: number,
  endOf: (text: Binary | undefined) => End,
): PopRequest<End> {
  const numKeys = wholeInRange(args[from] as Binary, 1, 2 ** 31, 'ERR numkeys should be greater than 0');
  const endAt = from + 1 + numKeys;
  if (endAt >= args.length) fail(errors.syntax);
  const end = endOf(args[endAt]);
  let count = 1;
  if (args.length > endAt + 1) {
    if (word(args[endAt + 1]) !== 'COUNT' || args.length !== endAt + 3) fail(errors.syntax);
    count = wholeInRange(args[endAt + 2] as Binary, 1, maxWhole, 'ERR count should be greater than 0');
  }
  return { keys: args.slice(from + 1, endAt), end, count };
}
