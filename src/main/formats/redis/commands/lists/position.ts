import type { Binary } from '../../value.ts';
import { maxWhole, whole, wholeInRange, word } from '../arguments.ts';
import { type Call, command } from '../command.ts';
import { errors, fail } from '../errors.ts';
import type { Reply } from '../reply.ts';
import { listAt } from './list.ts';

interface Options {
  /** Which match is the first to be told; negative: from the end. */
  rank: number;
  /** null = one position instead of an array of them. */
  count: number | null;
  /** How many items are compared at most; 0 = all. */
  maxLength: number;
}

function positionsOf(call: Call): Reply {
  const { args } = call;
  const { rank, count, maxLength } = optionsOf(args);
  const items = listAt(call)?.items;
  if (items === undefined) return count === null ? null : [];
  const wanted = count === null ? 1 : count === 0 ? Number.POSITIVE_INFINITY : count;
  const found: number[] = [];
  let skipped = Math.abs(rank) - 1;
  const compared = maxLength === 0 ? items.length : Math.min(maxLength, items.length);
  for (let step = 0; step < compared && found.length < wanted; step++) {
    const at = rank > 0 ? step : items.length - 1 - step;
    if (items.at(at) === args[2] && skipped-- <= 0) found.push(at);
  }
  return count === null ? (found[0] ?? null) : found;
}

function optionsOf(args: readonly Binary[]): Options {
  const options: Options = { rank: 1, count: null, maxLength: 0 };
  for (let at = 3; at < args.length; at += 2) {
    const [option, value] = [word(args[at]), args[at + 1]];
    if (value === undefined) fail(errors.syntax);
    if (option === 'RANK') {
      options.rank = whole(value);
      if (options.rank === 0) {
        fail(
          "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
        );
      }
    } else if (option === 'COUNT') {
      options.count = wholeInRange(value, 0, maxWhole, "ERR COUNT can't be negative");
    } else if (option === 'MAXLEN') {
      options.maxLength = wholeInRange(value, 0, maxWhole, "ERR MAXLEN can't be negative");
    } else fail(errors.syntax);
  }
  return options;
}

export const positionCommand = command(
  'lpos',
  -3,
  'readonly',
  [1, 1, 1],
  '6.0.6',
  'Where an item stands',
  positionsOf,
);
