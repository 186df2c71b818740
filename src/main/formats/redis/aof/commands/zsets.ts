import { searchesAtMember, searchesAtPlace, searchesToKey } from '../../commands/geo/search-request.ts';
import { geoScore } from '../../geo/geohash.ts';
import { lexRange, ranksInLexRange } from '../../lex-range.ts';
import { type Ranked, RankedScores } from '../../ranked-scores.ts';
import type { Binary } from '../../value.ts';
import {
  type Combine,
  difference,
  intersection,
  orZero,
  type Scores,
  union,
  weighted,
} from '../../zset-algebra.ts';
import {
  type Call,
  type CommandTable,
  countAt,
  Refused,
  rangeOf,
  scoreBoundOf,
  scoreOf,
} from '../command.ts';
import { storeSearch } from './geo-search.ts';

type Ranking = RankedScores['ranked'];
/** Which ranks a command means. */
type Choice = (ranking: Ranking) => { from: number; to: number };

function scoresOf(call: Call, key: Binary): { type: 'zset'; scores: RankedScores } {
  return call.value(key, 'zset') ?? { type: 'zset', scores: new RankedScores() };
}

function add(call: Call): void {
  const options = new Set<string>();
  let at = 2;
  while (['NX', 'XX', 'GT', 'LT', 'CH', 'INCR'].includes(call.word(at))) options.add(call.word(at++));
  if (isNoScore(call.word(at))) throw call.unknownOption(at);
  if (at >= call.count || (call.count - at) % 2 !== 0) throw new Refused('syntax');
  addScores(call, options, { pairs: () => scoredFrom(call, at), several: call.count - at > 2 });
}

const isNoScore = (word: string) => /^(?!INF|NAN)[A-Z]/.test(word);

function* scoredFrom(call: Call, from: number): Generator<Ranked, void, void> {
  for (let at = from; at < call.count; at += 2) yield [call.binary(at + 1), call.score(at)];
}

/** Each place is a score. One that is outside of the map makes the whole command an error. */
function addPlaces(call: Call): void {
  const options = new Set<string>();
  let at = 2;
  while (['NX', 'XX', 'CH'].includes(call.word(at))) options.add(call.word(at++));
  if (isNoScore(call.word(at))) throw call.unknownOption(at);
  if (at >= call.count || (call.count - at) % 3 !== 0) throw new Refused('syntax');
  addScores(call, options, { pairs: () => placedFrom(call, at), several: call.count - at > 3 });
}

function* placedFrom(call: Call, from: number): Generator<Ranked, void, void> {
  for (let at = from; at < call.count; at += 3) {
    const score = geoScore(call.score(at), call.score(at + 1));
    if (score === null) throw new Refused('out of range');
    yield [call.binary(at + 2), score];
  }
}

/** Several `pairs` are gone through twice, and never held: a score that is none refuses all before the first is set. */
function addScores(
  call: Call,
  options: ReadonlySet<string>,
  { pairs, several }: { pairs: () => Iterable<Ranked>; several: boolean },
): void {
  if (options.has('NX') && options.has('XX')) throw new Refused('syntax');
  if (several) for (const _ of pairs());
  const zset = scoresOf(call, call.binary(1));
  let changed = false;
  for (const [member, given] of pairs()) {
    const before = zset.scores.get(member);
    if (before === undefined ? options.has('XX') : options.has('NX')) continue;
    const score = options.has('INCR') ? sum(before ?? 0, given) : given;
    if (
      before !== undefined &&
      ((options.has('GT') && score <= before) || (options.has('LT') && score >= before))
    )
      continue;
    if (score === before) continue;
    zset.scores.set(member, score);
    changed = true;
  }
  if (changed) call.keys.changed(call.binary(1), zset);
}

function sum(a: number, b: number): number {
  const score = a + b;
  if (Number.isNaN(score)) throw new Refused('not a number');
  return score;
}

function increase(call: Call): void {
  const zset = scoresOf(call, call.binary(1));
  const member = call.binary(3);
  zset.scores.set(member, sum(zset.scores.get(member) ?? 0, call.score(2)));
  call.keys.changed(call.binary(1), zset);
}

function remove(call: Call): void {
  const key = call.binary(1);
  const zset = call.value(key, 'zset');
  if (!zset) return;
  const before = zset.scores.size;
  for (const member of call.binaries(2)) zset.scores.delete(member);
  if (zset.scores.size !== before) call.keys.changed(key, zset);
}

function removeRanks(call: Call, choose: Choice): void {
  const key = call.binary(1);
  const zset = call.value(key, 'zset');
  if (!zset) return;
  const { from, to } = choose(zset.scores.ranked);
  if (zset.scores.deleteRanks(from, to).length > 0) call.keys.changed(key, zset);
}

function byRank(call: Call, from: number): Choice {
  return ({ length }) => rangeOf(call.number(from), call.number(from + 1), length);
}

/** `(` leaves the bound itself out. */
function byScore(low: Binary, high: Binary): Choice {
  const bound = (text: Binary) => ({ open: text.startsWith('('), at: scoreBoundOf(text.replace(/^\(/, '')) });
  const [min, max] = [bound(low), bound(high)];
  return (ranking) => ({
    from: ranking.first(([, score]) => (min.open ? score > min.at : score >= min.at)),
    to: ranking.first(([, score]) => (max.open ? score >= max.at : score > max.at)),
  });
}

function byLex(low: Binary, high: Binary, reverse = false): Choice {
  const range = lexRange(low, high);
  if (range === null) throw new Refused('syntax');
  return (ranking) => ranksInLexRange(range, ranking, reverse);
}

/** What sorted sets and sets hold; members of a set count 1. */
function inputOf(call: Call, key: Binary): Scores {
  const value = call.keys.value(key);
  if (value === undefined) return new Map();
  if (value.type === 'zset') return value.scores;
  if (value.type === 'set') return new Map([...value.members].map((member) => [member, 1]));
  throw new Refused('WRONGTYPE');
}

function store(call: Call, combine: Combine): void {
  const count = call.number(2);
  if (count < 1 || 3 + count > call.count) throw new Refused('syntax');
  let weights: number[] = [];
  let aggregate = (a: number, b: number) => orZero(a + b);
  for (let at = 3 + count; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'WEIGHTS') {
      weights = [...call.binaries(at + 1, at + 1 + count)].map(scoreOf);
      at += count;
    } else if (option === 'AGGREGATE') {
      const how = call.word(++at);
      if (how === 'MIN') aggregate = Math.min;
      else if (how === 'MAX') aggregate = Math.max;
      else if (how !== 'SUM') throw call.unknownOption(at);
    } else throw call.unknownOption(at);
  }
  const inputs = [...call.binaries(3, 3 + count)].map((key, index) =>
    weighted(inputOf(call, key), weights[index] ?? 1),
  );
  replace(call, call.binary(1), combine(inputs, aggregate));
}

function replace(call: Call, key: Binary, scores: Scores): void {
  if (scores.size === 0) call.keys.delete(key);
  else call.keys.set(key, { type: 'zset', scores: new RankedScores(scores) }, null);
}

function rangeStore(call: Call): void {
  const options = new Set<string>();
  let limit = { offset: 0, count: -1 };
  for (let at = 5; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'LIMIT') limit = { offset: call.number(++at), count: call.number(++at) };
    else if (option === 'BYSCORE' || option === 'BYLEX' || option === 'REV') options.add(option);
    else throw call.unknownOption(at);
  }
  const reverse = options.has('REV');
  const [low, high] = reverse ? [call.binary(4), call.binary(3)] : [call.binary(3), call.binary(4)];
  const ranking = (call.value(call.binary(2), 'zset')?.scores ?? new RankedScores()).ranked;
  const { from, to } = options.has('BYSCORE')
    ? byScore(low, high)(ranking)
    : options.has('BYLEX')
      ? byLex(low, high, reverse)(ranking)
      : fromEnd(byRank(call, 3)(ranking), reverse ? ranking.length : null);
  let chosen = ranking.slice(from, to);
  if (reverse) chosen.reverse();
  const { offset, count } = limit;
  // Redis walks past all of them to get to one before the first.
  chosen = offset < 0 ? [] : chosen.slice(offset, count < 0 ? undefined : offset + count);
  replace(call, call.binary(1), new Map(chosen));
}

/** Ranks that count from the end of so many, as they count from the start; as they are when there is no end. */
function fromEnd({ from, to }: ReturnType<Choice>, length: number | null): ReturnType<Choice> {
  return length === null ? { from, to } : { from: length - to, to: length - from };
}

/** ZMPOP, its first argument at `at`. */
function popMany(call: Call, at: number): void {
  const count = call.number(at);
  const end = at + 1 + count;
  if (!['MIN', 'MAX'].includes(call.word(end))) throw call.unknownOption(end);
  popFirst(call, call.binaries(at + 1, end), call.word(end) === 'MAX', countAt(call, end + 1));
}

/** From the first of the keys that has a sorted set. */
function popFirst(call: Call, keys: Iterable<Binary>, highest: boolean, limit: number): void {
  for (const key of keys) {
    const zset = call.value(key, 'zset');
    if (!zset) continue;
    const { from, to } = ofEnd(highest, limit)(zset.scores.ranked);
    zset.scores.deleteRanks(from, to);
    call.keys.changed(key, zset);
    return;
  }
}

/** What a client waits with; in a log there is nobody to wait. */
const popWaiting = (call: Call, highest: boolean): void =>
  popFirst(call, call.binaries(1, call.count - 1), highest, 1);

function pop(call: Call, highest: boolean): void {
  removeRanks(call, ofEnd(highest, call.count > 2 ? call.number(2) : 1));
}

/** The members with the highest scores, or the lowest. */
function ofEnd(highest: boolean, count: number): Choice {
  return ({ length }) =>
    highest ? { from: Math.max(0, length - count), to: length } : { from: 0, to: count };
}

export const zsetCommands: CommandTable = {
  ZADD: add,
  ZINCRBY: increase,
  GEOADD: addPlaces,
  ZREM: remove,
  ZREMRANGEBYRANK: (call) => removeRanks(call, byRank(call, 2)),
  ZREMRANGEBYSCORE: (call) => removeRanks(call, byScore(call.binary(2), call.binary(3))),
  ZREMRANGEBYLEX: (call) => removeRanks(call, byLex(call.binary(2), call.binary(3))),
  GEOSEARCHSTORE: (call) => storeSearch(call, searchesToKey),
  GEORADIUS: (call) => storeSearch(call, searchesAtPlace),
  GEORADIUSBYMEMBER: (call) => storeSearch(call, searchesAtMember),
  ZPOPMIN: (call) => pop(call, false),
  ZPOPMAX: (call) => pop(call, true),
  BZPOPMIN: (call) => popWaiting(call, false),
  BZPOPMAX: (call) => popWaiting(call, true),
  ZMPOP: (call) => popMany(call, 1),
  BZMPOP: (call) => popMany(call, 2),
  ZUNIONSTORE: (call) => store(call, union),
  ZINTERSTORE: (call) => store(call, intersection),
  ZDIFFSTORE: (call) => store(call, difference),
  ZRANGESTORE: rangeStore,
};
