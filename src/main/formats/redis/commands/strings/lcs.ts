import type { Binary } from '../../value.ts';
import { whole, word } from '../arguments.ts';
import type { Call, CommandSpec } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { mapReply, type Reply } from '../reply.ts';

/** Cells of the table that is filled, at most: it takes 4 bytes for each. */
const maxCells = 64 * 1024 * 1024;

interface Options {
  isLength: boolean;
  isIndexed: boolean;
  withLengths: boolean;
  minMatch: number;
}

/** The longest text that both strings have in common, with gaps, or where its parts lie. */
function lcs({ args, db }: Call): Reply {
  const [a, b] = [args[1] as Binary, args[2] as Binary].map((key) => {
    const value = db.get(key);
    if (value !== null && value.type !== 'string') fail('ERR The specified keys must contain string values');
    return value?.text ?? '';
  }) as [Binary, Binary];
  const options = optionsOf(args);
  if (options.isLength && options.isIndexed) {
    fail('ERR If you want both the length and indexes, please just use IDX.');
  }
  const width = b.length + 1;
  if ((a.length + 1) * width > maxCells) fail('ERR String too long for LCS');
  const lengths = lengthsOf(a, b, width);
  const length = lengths[a.length * width + b.length] as number;
  if (options.isLength) return length;
  const { text, matches } = trace(a, b, lengths, width, options.minMatch);
  if (!options.isIndexed) return text;
  const shown = matches.map(({ first, second, size }): Reply[] => [
    [first, first + size - 1],
    [second, second + size - 1],
    ...(options.withLengths ? [size] : []),
  ]);
  return mapReply([
    ['matches', shown],
    ['len', length],
  ]);
}

function optionsOf(args: readonly Binary[]): Options {
  const options: Options = { isLength: false, isIndexed: false, withLengths: false, minMatch: 0 };
  for (let at = 3; at < args.length; at++) {
    const option = word(args[at]);
    if (option === 'IDX') options.isIndexed = true;
    else if (option === 'LEN') options.isLength = true;
    else if (option === 'WITHMATCHLEN') options.withLengths = true;
    else if (option === 'MINMATCHLEN' && at + 1 < args.length)
      options.minMatch = Math.max(0, whole(args[++at] as Binary));
    else fail(errors.syntax);
  }
  return options;
}

function lengthsOf(a: Binary, b: Binary, width: number): Uint32Array {
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      lengths[i * width + j] =
        a[i - 1] === b[j - 1]
          ? (lengths[(i - 1) * width + j - 1] as number) + 1
          : Math.max(lengths[(i - 1) * width + j] as number, lengths[i * width + j - 1] as number);
    }
  }
  return lengths;
}

interface Match {
  first: number;
  second: number;
  size: number;
}

/** Goes back through the table; the matches come from the end of the strings to their beginning. */
function trace(a: Binary, b: Binary, lengths: Uint32Array, width: number, minMatch: number) {
  const chars: string[] = [];
  const matches: Match[] = [];
  let run: Match | null = null;
  let [i, j] = [a.length, b.length];
  while (i > 0 && j > 0) {
    if (a[i - 1] === b[j - 1]) {
      chars.push(a[i - 1] as string);
      const follows: boolean = run !== null && run.first === i && run.second === j;
      if (!follows && run) matches.push(run);
      run = { first: i - 1, second: j - 1, size: follows && run ? run.size + 1 : 1 };
      i--;
      j--;
    } else if ((lengths[(i - 1) * width + j] as number) > (lengths[i * width + j - 1] as number)) i--;
    else j--;
  }
  if (run) matches.push(run);
  return {
    text: chars.reverse().join(''),
    matches: matches.filter(({ size }) => size >= Math.max(1, minMatch)),
  };
}

export const lcsCommand: CommandSpec = {
  name: 'lcs',
  arity: -3,
  flags: 'readonly',
  keys: [1, 2, 1],
  since: '7.0.0',
  summary: 'The longest common subsequence of two strings',
  run: lcs,
};
