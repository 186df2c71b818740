import { removeMember, setScore } from '../../commands/sorted-sets/sorted-set.ts';
import { geoScore } from '../../geohash.ts';
import type { Binary } from '../../value.ts';
import { sorted } from '../../value-json.ts';
import {
  type Combine,
  difference,
  intersection,
  orZero,
  type Scores,
  union,
  weighted,
} from '../../zset-algebra.ts';
import { type Call, type CommandTable, Refused, rangeOf, scoreOf } from '../command.ts';
import { storeRadius, storeSearch } from './geo-search.ts';

type Ranked = [Binary, number][];

function scoresOf(call: Call, key: Binary): { type: 'zset'; scores: Scores } {
  return call.value(key, 'zset') ?? { type: 'zset', scores: new Map() };
}

function add(call: Call): void {
  const options = new Set<string>();
  let at = 2;
  while (['NX', 'XX', 'GT', 'LT', 'CH', 'INCR'].includes(call.word(at))) options.add(call.word(at++));
  if (at >= call.count || (call.count - at) % 2 !== 0) throw new Refused('syntax');
  const pairs: Ranked = [];
  for (; at < call.count; at += 2) pairs.push([call.binary(at + 1), call.score(at)]);
  addScores(call, options, pairs);
}

/** Each place is a score. One that is outside of the map makes the whole command an error. */
function addPlaces(call: Call): void {
  const options = new Set<string>();
  let at = 2;
  while (['NX', 'XX', 'CH'].includes(call.word(at))) options.add(call.word(at++));
  if (at >= call.count || (call.count - at) % 3 !== 0) throw new Refused('syntax');
  const pairs: Ranked = [];
  for (; at < call.count; at += 3) {
    const score = geoScore(call.score(at), call.score(at + 1));
    if (score === null) throw new Refused('out of range');
    pairs.push([call.binary(at + 2), score]);
  }
  addScores(call, options, pairs);
}

function addScores(call: Call, options: ReadonlySet<string>, pairs: Ranked): void {
  if (options.has('NX') && options.has('XX')) throw new Refused('syntax');
  const zset = scoresOf(call, call.binary(1));
  let changed = false;
  for (const [member, given] of pairs) {
    const before = zset.scores.get(member);
    if (before === undefined ? options.has('XX') : options.has('NX')) continue;
    const score = options.has('INCR') ? sum(before ?? 0, given) : given;
    if (
      before !== undefined &&
      ((options.has('GT') && score <= before) || (options.has('LT') && score >= before))
    )
      continue;
    if (score === before) continue;
    setScore(zset, member, score);
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
  setScore(zset, member, sum(zset.scores.get(member) ?? 0, call.score(2)));
  call.keys.changed(call.binary(1), zset);
}

function remove(call: Call): void {
  const key = call.binary(1);
  const zset = call.value(key, 'zset');
  if (!zset) return;
  const before = zset.scores.size;
  for (const member of call.binaries(2)) removeMember(zset, member);
  if (zset.scores.size !== before) call.keys.changed(key, zset);
}

function removeAll(call: Call, choose: (ranked: Ranked) => Iterable<Binary>): void {
  const key = call.binary(1);
  const zset = call.value(key, 'zset');
  if (!zset) return;
  const before = zset.scores.size;
  for (const member of choose(sorted(zset.scores))) removeMember(zset, member);
  if (zset.scores.size !== before) call.keys.changed(key, zset);
}

const members = (ranked: Ranked) => ranked.map(([member]) => member);

function byRank(call: Call, from: number) {
  return (ranked: Ranked) => {
    const range = rangeOf(call.number(from), call.number(from + 1), ranked.length);
    return ranked.slice(range.from, range.to);
  };
}

/** `(` leaves the bound itself out. */
function byScore(low: Binary, high: Binary) {
  const bound = (text: Binary) => ({ open: text.startsWith('('), at: scoreOf(text.replace(/^\(/, '')) });
  const [min, max] = [bound(low), bound(high)];
  return (ranked: Ranked) =>
    ranked.filter(
      ([, score]) =>
        (min.open ? score > min.at : score >= min.at) && (max.open ? score < max.at : score <= max.at),
    );
}

/**
 * `-` and `+` are the ends; `[` and `(` say whether the bound belongs to the range. Members are meant to have one
 * score: where they have not, Redis takes what it walks through from the first that is in the range to the last.
 */
function byLex(low: Binary, high: Binary, reverse = false) {
  const above = (member: Binary) =>
    low === '-' || (low !== '+' && (low[0] === '(' ? member > low.slice(1) : member >= low.slice(1)));
  const below = (member: Binary) =>
    high === '+' || (high !== '-' && (high[0] === '(' ? member < high.slice(1) : member <= high.slice(1)));
  if (![low, high].every((bound) => /^(?:[-+]$|[[(])/.test(bound))) throw new Refused('syntax');
  const [enters, stays] = reverse ? [below, above] : [above, below];
  return (ranked: Ranked) => {
    const isOutside = ranked.length === 0 || !below(ranked[0]?.[0] ?? '') || !above(ranked.at(-1)?.[0] ?? '');
    const walk = reverse ? [...ranked].reverse() : ranked;
    const start = walk.findIndex(([member]) => enters(member));
    if (isOutside || start < 0) return [];
    const length = walk.slice(start).findIndex(([member]) => !stays(member));
    return walk.slice(start, length < 0 ? undefined : start + length);
  };
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
    } else throw new Refused('syntax');
  }
  const inputs = [...call.binaries(3, 3 + count)].map((key, index) =>
    weighted(inputOf(call, key), weights[index] ?? 1),
  );
  replace(call, call.binary(1), combine(inputs, aggregate));
}

function replace(call: Call, key: Binary, scores: Scores): void {
  if (scores.size === 0) call.keys.delete(key);
  else call.keys.set(key, { type: 'zset', scores }, null);
}

function rangeStore(call: Call): void {
  const options = [...call.binaries(5)].map((option) => option.toUpperCase());
  const reverse = options.includes('REV');
  const [low, high] = reverse ? [call.binary(4), call.binary(3)] : [call.binary(3), call.binary(4)];
  const ranked = sorted(call.value(call.binary(2), 'zset')?.scores ?? new Map());
  let chosen: Ranked;
  if (options.includes('BYSCORE')) chosen = byScore(low, high)(ranked);
  else if (options.includes('BYLEX')) chosen = byLex(low, high, reverse)(ranked);
  else chosen = byRank(call, 3)(reverse ? ranked.reverse() : ranked);
  if (reverse && options.includes('BYSCORE')) chosen.reverse();
  const limit = options.indexOf('LIMIT');
  if (limit >= 0) {
    const [offset, count] = [call.number(6 + limit), call.number(7 + limit)];
    chosen = chosen.slice(offset, count < 0 ? undefined : offset + count);
  }
  replace(call, call.binary(1), new Map(chosen));
}

/** ZMPOP, its first argument at `at`. */
function popMany(call: Call, at: number): void {
  const count = call.number(at);
  const end = at + 1 + count;
  const limit = call.count > end + 2 ? call.number(end + 2) : 1;
  popFirst(call, call.binaries(at + 1, end), call.word(end) === 'MAX', limit);
}

/** From the first of the keys that has a sorted set. */
function popFirst(call: Call, keys: Iterable<Binary>, highest: boolean, limit: number): void {
  for (const key of keys) {
    const zset = call.value(key, 'zset');
    if (!zset) continue;
    const ranked = sorted(zset.scores);
    for (const [member] of (highest ? ranked.reverse() : ranked).slice(0, limit)) removeMember(zset, member);
    call.keys.changed(key, zset);
    return;
  }
}

/** What a client waits with; in a log there is nobody to wait. */
const popWaiting = (call: Call, highest: boolean): void =>
  popFirst(call, call.binaries(1, call.count - 1), highest, 1);

function pop(call: Call, highest: boolean): void {
  const limit = call.count > 2 ? call.number(2) : 1;
  removeAll(call, (ranked) => members((highest ? ranked.reverse() : ranked).slice(0, limit)));
}

export const zsetCommands: CommandTable = {
  ZADD: add,
  ZINCRBY: increase,
  GEOADD: addPlaces,
  ZREM: remove,
  ZREMRANGEBYRANK: (call) => removeAll(call, (ranked) => members(byRank(call, 2)(ranked))),
  ZREMRANGEBYSCORE: (call) =>
    removeAll(call, (ranked) => members(byScore(call.binary(2), call.binary(3))(ranked))),
  ZREMRANGEBYLEX: (call) =>
    removeAll(call, (ranked) => members(byLex(call.binary(2), call.binary(3))(ranked))),
  GEOSEARCHSTORE: storeSearch,
  GEORADIUS: (call) => storeRadius(call, 'place'),
  GEORADIUSBYMEMBER: (call) => storeRadius(call, 'member'),
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
