import type { Binary } from '../../value.ts';
import { float, word } from '../arguments.ts';
import { type Call, type CommandSpec, command } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { double, type Reply } from '../reply.ts';
import { emptySortedSet, type SortedSet, sortedSetAt } from './sorted-set.ts';

type Option = 'NX' | 'XX' | 'GT' | 'LT' | 'CH' | 'INCR';
const optionNames: readonly string[] = ['NX', 'XX', 'GT', 'LT', 'CH', 'INCR'] satisfies Option[];

/** ZADD. */
export function addMembers(call: Call): Reply {
  const { args, db } = call;
  const options = new Set<string>();
  let at = 2;
  while (optionNames.includes(word(args[at]))) options.add(word(args[at++]));
  const pairs = args.slice(at);
  if (pairs.length === 0 || pairs.length % 2 !== 0) fail(errors.syntax);
  checkOptions(options, pairs.length / 2);
  const scores = pairs.filter((_, index) => index % 2 === 0).map((text) => float(text));
  const there = sortedSetAt(call);
  if (!there && options.has('XX')) return options.has('INCR') ? null : 0;
  const set = there ?? emptySortedSet();
  let [added, updated] = [0, 0];
  let last: number | null = null;
  for (const [index, score] of scores.entries()) {
    const result = addOne(set, pairs[2 * index + 1] as Binary, score, options);
    if (result.what === 'added') added++;
    else if (result.what === 'updated') updated++;
    last = result.score;
  }
  if (added + updated > 0) db.changed(args[1] as Binary, set, options.has('INCR') ? 'zincr' : 'zadd');
  if (options.has('INCR')) return last === null ? null : double(last);
  return options.has('CH') ? added + updated : added;
}

function checkOptions(options: ReadonlySet<string>, pairs: number): void {
  const has = (name: Option) => options.has(name);
  if (has('NX') && has('XX')) fail('ERR XX and NX options at the same time are not compatible');
  if ((has('GT') && has('NX')) || (has('LT') && has('NX')) || (has('GT') && has('LT'))) {
    fail('ERR GT, LT, and/or NX options at the same time are not compatible');
  }
  if (has('INCR') && pairs > 1) fail('ERR INCR option supports a single increment-element pair');
}

interface Added {
  what: 'added' | 'updated' | 'same' | 'refused';
  /** null when an option kept it from being changed. */
  score: number | null;
}

function addOne(set: SortedSet, member: Binary, given: number, options: ReadonlySet<string>): Added {
  const before = set.scores.get(member);
  if (before === undefined) {
    if (options.has('XX')) return { what: 'refused', score: null };
    set.scores.set(member, given + 0);
    return { what: 'added', score: given };
  }
  if (options.has('NX')) return { what: 'refused', score: null };
  const score = options.has('INCR') ? before + given : given;
  if (Number.isNaN(score)) fail('ERR resulting score is not a number (NaN)');
  if ((options.has('LT') && score >= before) || (options.has('GT') && score <= before)) {
    return { what: 'refused', score: null };
  }
  if (score === before) return { what: 'same', score };
  set.scores.set(member, score);
  return { what: 'updated', score };
}

function increase(call: Call): Reply {
  const { args, db } = call;
  const by = float(args[2] as Binary);
  const set = sortedSetAt(call) ?? emptySortedSet();
  const { what, score } = addOne(set, args[3] as Binary, by, new Set(['INCR']));
  if (what !== 'same') db.changed(args[1] as Binary, set, 'zincr');
  return double(score as number);
}

export const addCommands: readonly CommandSpec[] = [
  command(
    'zadd',
    -4,
    'write denyoom fast',
    [1, 1, 1],
    '1.2.0',
    'Adds members or changes their scores',
    addMembers,
  ),
  command('zincrby', 4, 'write denyoom fast', [1, 1, 1], '1.2.0', 'Adds to a score', increase),
];
