import { indexFrom } from '../../stream-entries.ts';
import { type Binary, idText, type Stream, type StreamId } from '../../value.ts';
import { whole, word } from '../arguments.ts';
import { errors, fail } from '../errors.ts';
import { highestId, strictId } from './ids.ts';

export interface Trimming {
  strategy: { maxLength: number } | { minId: StreamId } | null;
  /** Whole blocks only. */
  isApproximate: boolean;
  /** How many entries go at most; 0 = any number. */
  limit: number | null;
  createsStream: boolean;
  /** Where the mark of an approximate bound stands, before the bound. */
  markAt: number;
  /** Where the id of XADD stands, or the arguments end. */
  end: number;
}

/** The options of XADD and XTRIM, which are read in the same way. */
export function trimmingOf(args: readonly Binary[], isAdding: boolean): Trimming {
  const trimming: Trimming = {
    strategy: null,
    isApproximate: false,
    limit: null,
    createsStream: true,
    markAt: 0,
    end: args.length,
  };
  for (let at = 2; at < args.length; at++) {
    const option = word(args[at]);
    const left = args.length - 1 - at;
    if (isAdding && option === '*') return checked({ ...trimming, end: at }, isAdding);
    if ((option === 'MAXLEN' || option === 'MINID') && left >= 1)
      at = readStrategy(trimming, args, at, option);
    else if (option === 'LIMIT' && left >= 1) {
      trimming.limit = whole(args[++at] as Binary);
      if (trimming.limit < 0) fail('ERR The LIMIT argument must be >= 0.');
    } else if (isAdding && option === 'NOMKSTREAM') trimming.createsStream = false;
    else if (isAdding) return checked({ ...trimming, end: at }, isAdding);
    else fail(errors.syntax);
  }
  return checked(trimming, isAdding);
}

/** Returns the index of the last argument that belongs to it. */
function readStrategy(
  trimming: Trimming,
  args: readonly Binary[],
  from: number,
  option: 'MAXLEN' | 'MINID',
): number {
  if (trimming.strategy)
    fail('ERR syntax error, MAXLEN and MINID options at the same time are not compatible');
  const mark = args[from + 1];
  const hasMark = (mark === '~' || mark === '=') && from + 2 < args.length;
  trimming.isApproximate = hasMark && mark === '~';
  const at = hasMark ? from + 2 : from + 1;
  trimming.markAt = from + 1;
  if (option === 'MINID') trimming.strategy = { minId: strictId(args[at] as Binary) };
  else {
    const maxLength = whole(args[at] as Binary);
    if (maxLength < 0) fail('ERR The MAXLEN argument must be >= 0.');
    trimming.strategy = { maxLength };
  }
  return at;
}

function checked(trimming: Trimming, isAdding: boolean): Trimming {
  const { limit, strategy, isApproximate } = trimming;
  if (limit !== null && limit > 0 && !strategy) {
    fail('ERR syntax error, LIMIT cannot be used without specifying a trimming strategy');
  }
  if (!isAdding && !strategy) fail('ERR syntax error, XTRIM must be called with a trimming strategy');
  if (limit !== null && !isApproximate)
    fail('ERR syntax error, LIMIT cannot be used without the special ~ option');
  return trimming;
}

/** Removes the oldest entries; returns how many. Approximately means blocks of as many as Redis keeps together. */
export function trim(
  stream: Stream,
  { strategy, isApproximate, limit }: Trimming,
  blockEntries: number,
): number {
  if (!strategy) return 0;
  let excess =
    'maxLength' in strategy
      ? Math.max(0, stream.entries.length - strategy.maxLength)
      : indexFrom(stream, strategy.minId);
  if (isApproximate) {
    const most = limit === null ? 100 * blockEntries : limit === 0 ? Number.POSITIVE_INFINITY : limit;
    excess = wholeBlocks(stream, Math.min(excess, most), Math.max(1, blockEntries));
  }
  stream.entries.take(excess, 'start');
  return excess;
}

/** The words of XADD or XTRIM with a bound that leaves exactly what is there now, whoever keeps how many together. */
export function exactWords(
  args: readonly Binary[],
  { strategy, isApproximate, markAt }: Trimming,
  { entries }: Stream,
): Binary[] {
  const words = [...args];
  if (!strategy || !isApproximate) return words;
  const lowest = entries.at(0)?.id ?? highestId;
  words.splice(markAt, 2, '=', 'maxLength' in strategy ? String(entries.length) : idText(lowest));
  return words;
}

/**
 * How many entries at most so many fill whole blocks: of the first one some may have gone before, and the last one is
 * whole with however many it holds.
 */
function wholeBlocks({ entries, entriesAdded }: Stream, most: number, blockEntries: number): number {
  if (most >= entries.length) return entries.length;
  const gone = Math.max(0, Number(entriesAdded) - entries.length) % blockEntries;
  const first = blockEntries - gone;
  return most < first ? 0 : most - ((most - first) % blockEntries);
}
