import { type Ranked, RankedScores } from '../../ranked-scores.ts';
import type { Binary } from '../../value.ts';
import { sliceOf, whole, word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import type { Database } from '../database.ts';
import { errors, fail } from '../errors.ts';
import type { Reply } from '../reply.ts';
import { lexBounds, type Slice, scoreBounds } from './bounds.ts';
import { membersReply, type Ranking } from './sorted-set.ts';

type By = 'rank' | 'score' | 'lex';

interface RangeQuery {
  by: By;
  isReverse: boolean;
  withScores: boolean;
  offset: number;
  /** Negative = all. */
  count: number;
  slice: (ranking: Ranking) => Slice;
}

interface Fixed {
  by?: By;
  isReverse?: boolean;
  /** Whether BYSCORE, BYLEX and REV may be said. */
  isGeneral: boolean;
  storesResult: boolean;
}

/** A range and its options, from the argument on at which its bounds stand. */
function queryOf(args: readonly Binary[], at: number, fixed: Fixed): RangeQuery {
  let { isReverse = false } = fixed;
  let by = fixed.by ?? null;
  let [withScores, offset, count] = [false, 0, -1];
  let hasLimit = false;
  for (let next = at + 2; next < args.length; next++) {
    const option = word(args[next]);
    const left = args.length - next - 1;
    if (option === 'WITHSCORES' && !fixed.storesResult) withScores = true;
    else if (option === 'LIMIT' && left >= 2) {
      offset = whole(args[++next] as Binary);
      count = whole(args[++next] as Binary);
      hasLimit = true;
    } else if (option === 'REV' && fixed.isGeneral && !isReverse) isReverse = true;
    else if (option === 'BYLEX' && by === null) by = 'lex';
    else if (option === 'BYSCORE' && by === null) by = 'score';
    else fail(errors.syntax);
  }
  by ??= 'rank';
  if (by === 'rank' && hasLimit) {
    fail('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX');
  }
  if (by === 'lex' && withScores) {
    fail('ERR syntax error, WITHSCORES not supported in combination with BYLEX');
  }
  const slice = sliceBy(by, isReverse, args[at] as Binary, args[at + 1] as Binary);
  return { by, isReverse, withScores, offset, count, slice };
}

/** Bounds come in the order of the walk; ranks count from where it begins. */
function sliceBy(by: By, isReverse: boolean, first: Binary, second: Binary): RangeQuery['slice'] {
  if (by === 'score') return isReverse ? scoreBounds(second, first) : scoreBounds(first, second);
  if (by === 'lex') return isReverse ? lexBounds(second, first, true) : lexBounds(first, second);
  const [start, stop] = [whole(first), whole(second)];
  return ({ length }) => {
    const { from, to } = sliceOf(start, stop, length);
    return isReverse ? { from: length - to, to: length - from } : { from, to };
  };
}

function chosen(db: Database, key: Binary, { slice, isReverse, offset, count }: RangeQuery): Ranked[] {
  const set = db.typed(key, 'zset');
  if (!set) return [];
  const { ranked } = set.scores;
  const { from, to } = slice(ranked);
  if (to <= from || offset < 0) return [];
  const length = Math.min(to - from - offset, count < 0 ? Number.POSITIVE_INFINITY : count);
  if (length <= 0) return [];
  return isReverse
    ? ranked.slice(to - offset - length, to - offset).reverse()
    : ranked.slice(from + offset, from + offset + length);
}

const range =
  (fixed: Omit<Fixed, 'storesResult'>) =>
  ({ args, db }: Call): Reply => {
    const query = queryOf(args, 2, { ...fixed, storesResult: false });
    return membersReply(chosen(db, args[1] as Binary, query), query.withScores);
  };

function store({ args, db }: Call): Reply {
  const query = queryOf(args, 3, { isGeneral: true, storesResult: true });
  const target = args[1] as Binary;
  const ranked = chosen(db, args[2] as Binary, query);
  db.store(target, { type: 'zset', scores: new RankedScores(ranked) }, 'zrangestore');
  return ranked.length;
}

const one: KeyRange = [1, 1, 1];
const special = (by: By, isReverse: boolean) => range({ by, isReverse, isGeneral: false });

export const rangeCommands: readonly CommandSpec[] = [
  command('zrange', -4, 'readonly', one, '1.2.0', 'A range of members', range({ isGeneral: true })),
  command('zrevrange', -4, 'readonly', one, '1.2.0', 'A range by rank, from the end', special('rank', true)),
  command('zrangebyscore', -4, 'readonly', one, '1.0.5', 'A range by score', special('score', false)),
  command(
    'zrevrangebyscore',
    -4,
    'readonly',
    one,
    '2.2.0',
    'A range by score, from the end',
    special('score', true),
  ),
  command('zrangebylex', -4, 'readonly', one, '2.8.9', 'A range by members', special('lex', false)),
  command(
    'zrevrangebylex',
    -4,
    'readonly',
    one,
    '2.8.9',
    'A range by members, from the end',
    special('lex', true),
  ),
  command('zrangestore', -5, 'write denyoom', [1, 2, 1], '6.2.0', 'Stores a range of members', store),
];
