import { Deque, type End } from '../../deque.ts';
import type { Binary } from '../../value.ts';
import { type Call, type CommandTable, countAt, Refused, rangeOf } from '../command.ts';

function listOf(call: Call, key: Binary): { type: 'list'; items: Deque<Binary> } {
  return call.value(key, 'list') ?? { type: 'list', items: new Deque() };
}

function put(items: Deque<Binary>, item: Binary, end: End): void {
  if (end === 'end') items.push(item);
  else items.unshift(item);
}

function push(call: Call, end: End, onlyThere: boolean): void {
  const key = call.binary(1);
  if (onlyThere && !call.value(key, 'list')) return;
  const list = listOf(call, key);
  for (const item of call.binaries(2)) put(list.items, item, end);
  call.keys.changed(key, list);
}

function pop(call: Call, end: End): void {
  const key = call.binary(1);
  const count = call.count > 2 ? call.number(2) : 1;
  const list = call.value(key, 'list');
  if (!list || count <= 0) return;
  list.items.take(count, end);
  call.keys.changed(key, list);
}

function move(call: Call, from: End, to: End): void {
  const [source, target] = [call.binary(1), call.binary(2)];
  const list = call.value(source, 'list');
  if (!list) return;
  const into = source === target ? list : listOf(call, target);
  for (const item of list.items.take(1, from)) put(into.items, item, to);
  if (into !== list) call.keys.changed(target, into);
  call.keys.changed(source, list);
}

/** The argument says which. */
function endOf(call: Call, at: number): End {
  const word = call.word(at);
  if (word !== 'LEFT' && word !== 'RIGHT') throw call.unknownOption(at);
  return word === 'LEFT' ? 'start' : 'end';
}

function insert(call: Call): void {
  const key = call.binary(1);
  if (!['BEFORE', 'AFTER'].includes(call.word(2))) throw call.unknownOption(2);
  const list = call.value(key, 'list');
  const at = list?.items.indexOf(call.binary(3)) ?? -1;
  if (!list || at < 0) return;
  list.items.insert(call.word(2) === 'BEFORE' ? at : at + 1, call.binary(4));
  call.keys.changed(key, list);
}

function setItem(call: Call): void {
  const key = call.binary(1);
  const list = call.value(key, 'list');
  const index = call.number(2);
  const at = index < 0 ? (list?.items.length ?? 0) + index : index;
  if (!list || at < 0 || at >= list.items.length) throw new Refused('no such item');
  list.items.set(at, call.binary(3));
  call.keys.changed(key, list);
}

/** `count` from the front, from the back when it is negative, all when it is 0. */
function remove(call: Call): void {
  const key = call.binary(1);
  const count = call.number(2);
  const list = call.value(key, 'list');
  if (!list) return;
  const limit = count === 0 ? Number.POSITIVE_INFINITY : Math.abs(count);
  const removed = list.items.deleteEach(call.binary(3), limit, count < 0 ? 'end' : 'start');
  if (removed > 0) call.keys.changed(key, list);
}

function trim(call: Call): void {
  const key = call.binary(1);
  const list = call.value(key, 'list');
  if (!list) return;
  const { from, to } = rangeOf(call.number(2), call.number(3), list.items.length);
  list.items.keep(from, to);
  call.keys.changed(key, list);
}

/** LMPOP, its first argument at `at`. */
function popMany(call: Call, at: number): void {
  const count = call.number(at);
  const end = at + 1 + count;
  popFirst(call, call.binaries(at + 1, end), endOf(call, end), countAt(call, end + 1));
}

/** Pops from the first of the keys that has a list. */
function popFirst(call: Call, keys: Iterable<Binary>, end: End, limit: number): void {
  for (const key of keys) {
    const list = call.value(key, 'list');
    if (!list) continue;
    list.items.take(limit, end);
    call.keys.changed(key, list);
    return;
  }
}

/** What a client waits with; in a log there is nobody to wait. */
const popWaiting = (call: Call, end: End): void => popFirst(call, call.binaries(1, call.count - 1), end, 1);

export const listCommands: CommandTable = {
  LPUSH: (call) => push(call, 'start', false),
  RPUSH: (call) => push(call, 'end', false),
  LPUSHX: (call) => push(call, 'start', true),
  RPUSHX: (call) => push(call, 'end', true),
  LPOP: (call) => pop(call, 'start'),
  RPOP: (call) => pop(call, 'end'),
  BLPOP: (call) => popWaiting(call, 'start'),
  BRPOP: (call) => popWaiting(call, 'end'),
  LMPOP: (call) => popMany(call, 1),
  BLMPOP: (call) => popMany(call, 2),
  RPOPLPUSH: (call) => move(call, 'end', 'start'),
  BRPOPLPUSH: (call) => move(call, 'end', 'start'),
  LMOVE: (call) => move(call, endOf(call, 3), endOf(call, 4)),
  BLMOVE: (call) => move(call, endOf(call, 3), endOf(call, 4)),
  LINSERT: insert,
  LSET: setItem,
  LREM: remove,
  LTRIM: trim,
};
