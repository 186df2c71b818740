import { searchesAtMember, searchesAtPlace, searchesToKey } from '../../commands/geo/search-request.ts';
import type { Binary } from '../../value.ts';
import { difference, intersection, union } from '../../zset-algebra.ts';
import { type Call, type CommandTable, countAt } from '../command.ts';
import { storeCombined } from './combine-scores.ts';
import { storeSearch } from './geo-search.ts';
import { byLex, byRank, byScore, type Choice, ofEnd } from './rank-choice.ts';
import { addMembers, addPlaces, increaseScore } from './zset-adding.ts';
import { storeRange } from './zset-range.ts';

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

export const zsetCommands: CommandTable = {
  ZADD: addMembers,
  ZINCRBY: increaseScore,
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
  ZUNIONSTORE: (call) => storeCombined(call, union),
  ZINTERSTORE: (call) => storeCombined(call, intersection),
  ZDIFFSTORE: (call) => storeCombined(call, difference),
  ZRANGESTORE: storeRange,
};
