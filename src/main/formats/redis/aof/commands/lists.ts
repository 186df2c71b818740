import type { Binary } from '../../value.ts';
import { type Call, type CommandTable, Refused, rangeOf } from '../command.ts';

type Side = 'LEFT' | 'RIGHT';

function listOf(call: Call, key: Binary): { type: 'list'; items: Binary[] } {
  return call.value(key, 'list') ?? { type: 'list', items: [] };
}

function push(call: Call, side: Side, onlyThere: boolean): void {
  const key = call.binary(1);
  if (onlyThere && !call.value(key, 'list')) return;
  const list = listOf(call, key);
  if (side === 'RIGHT') for (const item of call.binaries(2)) list.items.push(item);
  else if (call.count === 3) list.items.unshift(call.binary(2));
  else list.items = [...call.binaries(2)].reverse().concat(list.items);
  call.keys.changed(key, list);
}

function pop(call: Call, side: Side): void {
  const key = call.binary(1);
  const count = call.count > 2 ? call.number(2) : 1;
  const list = call.value(key, 'list');
  if (!list || count <= 0) return;
  if (side === 'LEFT') list.items.splice(0, count);
  else list.items.splice(Math.max(0, list.items.length - count));
  call.keys.changed(key, list);
}

function move(call: Call, from: Side, to: Side): void {
  const [source, target] = [call.binary(1), call.binary(2)];
  const list = call.value(source, 'list');
  if (!list) return;
  const into = source === target ? list : listOf(call, target);
  const item = (from === 'LEFT' ? list.items.shift() : list.items.pop()) as Binary;
  if (to === 'LEFT') into.items.unshift(item);
  else into.items.push(item);
  if (into !== list) call.keys.changed(target, into);
  call.keys.changed(source, list);
}

function sideOf(word: string): Side {
  if (word === 'LEFT' || word === 'RIGHT') return word;
  throw new Refused('syntax');
}

function insert(call: Call): void {
  const key = call.binary(1);
  const list = call.value(key, 'list');
  const at = list?.items.indexOf(call.binary(3)) ?? -1;
  if (!list || at < 0) return;
  list.items.splice(call.word(2) === 'BEFORE' ? at : at + 1, 0, call.binary(4));
  call.keys.changed(key, list);
}

function setItem(call: Call): void {
  const key = call.binary(1);
  const list = call.value(key, 'list');
  const index = call.number(2);
  const at = index < 0 ? (list?.items.length ?? 0) + index : index;
  if (!list || at < 0 || at >= list.items.length) throw new Refused('no such item');
  list.items[at] = call.binary(3);
  call.keys.changed(key, list);
}

/** `count` from the front, from the back when it is negative, all when it is 0. */
function remove(call: Call): void {
  const key = call.binary(1);
  const count = call.number(2);
  const item = call.binary(3);
  const list = call.value(key, 'list');
  if (!list) return;
  const limit = count === 0 ? Number.POSITIVE_INFINITY : Math.abs(count);
  let removed = 0;
  const keep = (candidate: Binary) => candidate !== item || removed++ >= limit;
  const before = list.items.length;
  if (count < 0) list.items = list.items.reverse().filter(keep).reverse();
  else list.items = list.items.filter(keep);
  if (list.items.length !== before) call.keys.changed(key, list);
}

function trim(call: Call): void {
  const key = call.binary(1);
  const list = call.value(key, 'list');
  if (!list) return;
  const { from, to } = rangeOf(call.number(2), call.number(3), list.items.length);
  list.items = list.items.slice(from, to);
  call.keys.changed(key, list);
}

/** LMPOP, its first argument at `at`. */
function popMany(call: Call, at: number): void {
  const count = call.number(at);
  const end = at + 1 + count;
  const side = sideOf(call.word(end));
  popFirst(call, call.binaries(at + 1, end), side, call.count > end + 2 ? call.number(end + 2) : 1);
}

/** Pops from the first of the keys that has a list. */
function popFirst(call: Call, keys: Iterable<Binary>, side: Side, limit: number): void {
  for (const key of keys) {
    const list = call.value(key, 'list');
    if (!list) continue;
    if (side === 'LEFT') list.items.splice(0, limit);
    else list.items.splice(Math.max(0, list.items.length - limit));
    call.keys.changed(key, list);
    return;
  }
}

/** What a client waits with; in a log there is nobody to wait. */
const popWaiting = (call: Call, side: Side): void =>
  popFirst(call, call.binaries(1, call.count - 1), side, 1);

export const listCommands: CommandTable = {
  LPUSH: (call) => push(call, 'LEFT', false),
  RPUSH: (call) => push(call, 'RIGHT', false),
  LPUSHX: (call) => push(call, 'LEFT', true),
  RPUSHX: (call) => push(call, 'RIGHT', true),
  LPOP: (call) => pop(call, 'LEFT'),
  RPOP: (call) => pop(call, 'RIGHT'),
  BLPOP: (call) => popWaiting(call, 'LEFT'),
  BRPOP: (call) => popWaiting(call, 'RIGHT'),
  LMPOP: (call) => popMany(call, 1),
  BLMPOP: (call) => popMany(call, 2),
  RPOPLPUSH: (call) => move(call, 'RIGHT', 'LEFT'),
  BRPOPLPUSH: (call) => move(call, 'RIGHT', 'LEFT'),
  LMOVE: (call) => move(call, sideOf(call.word(3)), sideOf(call.word(4))),
  BLMOVE: (call) => move(call, sideOf(call.word(3)), sideOf(call.word(4))),
  LINSERT: insert,
  LSET: setItem,
  LREM: remove,
  LTRIM: trim,
};
