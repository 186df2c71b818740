import { type Binary, binaryOf } from '../../value.ts';
import { addFloats, addIntegers, type Call, type CommandTable, integerOf, Refused } from '../command.ts';
import { checkPresence, comparison, type StoringOptions, storingOptions } from './storing-options.ts';

/** A string that is shorter is copied when it grows. */
const fewBytes = 4096;
const maxStringBytes = 512 * 1024 * 1024;

function set(call: Call): void {
  const key = call.binary(1);
  const options = storingOptions(call, 3);
  if (options.gives) call.string(key);
  checkPresence(call, [key], options.only);
  if (!options.compares(key)) throw new Refused('another value is there');
  storePairs(call, 1, 3, options);
}

/** Keys and values by turns, from argument `from` to before `to`. */
function storePairs(call: Call, from: number, to: number, options: Readonly<StoringOptions>): void {
  if (options.isRelative) call.unknownDeadline();
  for (let at = from; at < to; at += 2) {
    const key = call.binary(at);
    const expireAt = options.keepsDeadline ? call.keys.expireAt(key) : options.expireAt;
    call.keys.set(key, call.stored(at + 1), expireAt);
  }
}

/** MSETEX: how many pairs, the pairs, and what SET takes, too. */
function setManyExpiring(call: Call): void {
  const end = 2 + 2 * call.number(1);
  if (end < 4 || end > call.count) throw new Refused('syntax');
  const options = storingOptions(call, end);
  checkPresence(call, evenly(call, 2, end), options.only);
  storePairs(call, 2, end, options);
}

/** Every other argument: the keys of pairs. */
function* evenly(call: Call, from: number, to: number): Generator<Binary, void, void> {
  for (let at = from; at < to; at += 2) yield call.binary(at);
}

/** DELEX: a key that holds what is asked for, if anything is. */
function deleteIf(call: Call): void {
  const key = call.binary(1);
  const isAsked = call.count > 2 ? comparison(call, 2) : () => true;
  if (call.keys.has(key) && isAsked(key)) call.keys.delete(key);
}

function deleteEqual(call: Call): void {
  const value = call.string(call.binary(1));
  if (value && call.bytes(2).equals(value)) call.keys.delete(call.binary(1));
}

function setWithTtl(call: Call): void {
  call.number(2);
  call.unknownDeadline();
  call.keys.set(call.binary(1), call.stored(3), null);
}

function setMany(call: Call): void {
  if (call.count % 2 === 0) throw new Refused('syntax');
  for (let at = 1; at < call.count; at += 2) call.keys.set(call.binary(at), call.stored(at + 1), null);
}

function append(call: Call): void {
  const before = call.string(call.binary(1)) ?? Buffer.alloc(0);
  const part = call.bytes(2);
  if (before.length + part.length > maxStringBytes) throw new Refused('too long');
  call.keepString(call.binary(1), lengthened(before, part));
}

/** Of memory that was taken with room for more: where what is in use ends. */
const ends = new WeakMap<ArrayBufferLike, number>();

/** A string that one piece after another is appended to is not copied for each of them. */
function lengthened(before: Uint8Array, part: Uint8Array): Buffer {
  const end = before.byteOffset + before.length;
  const length = before.length + part.length;
  const hasRoom = ends.get(before.buffer) === end && end + part.length <= before.buffer.byteLength;
  const start = hasRoom ? before.byteOffset : 0;
  const memory = hasRoom ? before.buffer : new ArrayBuffer(length < fewBytes ? length : length * 1.5);
  const bytes = Buffer.from(memory, start, length);
  if (!hasRoom) bytes.set(before);
  bytes.set(part, before.length);
  ends.set(memory, start + length);
  return bytes;
}

function setRange(call: Call): void {
  const offset = call.number(2);
  const part = call.bytes(3);
  if (offset < 0 || offset + part.length > maxStringBytes) throw new Refused('out of range');
  const before = call.string(call.binary(1)) ?? Buffer.alloc(0);
  if (part.length === 0) return;
  const bytes = Buffer.alloc(Math.max(before.length, offset + part.length));
  bytes.set(before);
  bytes.set(part, offset);
  call.keepString(call.binary(1), bytes);
}

function add(call: Call, by: bigint): void {
  const key = call.binary(1);
  const before = call.string(key);
  const sum = addIntegers(before === undefined ? 0n : integerOf(binaryOf(before)), by);
  call.keepString(key, Buffer.from(String(sum)));
}

function addFloat(call: Call): void {
  const key = call.binary(1);
  const before = call.string(key);
  call.keepString(key, Buffer.from(addFloats(before === undefined ? '0' : binaryOf(before), call.binary(2))));
}

export const stringCommands: CommandTable = {
  SET: set,
  SETNX: (call) => {
    if (!call.keys.has(call.binary(1))) call.keys.set(call.binary(1), call.stored(2), null);
  },
  SETEX: setWithTtl,
  PSETEX: setWithTtl,
  MSET: setMany,
  MSETEX: setManyExpiring,
  MSETNX: (call) => {
    for (let at = 1; at < call.count; at += 2) if (call.keys.has(call.binary(at))) return;
    setMany(call);
  },
  DELIFEQ: deleteEqual,
  DELEX: deleteIf,
  GETSET: (call) => {
    call.string(call.binary(1));
    call.keys.set(call.binary(1), call.stored(2), null);
  },
  GETDEL: (call) => {
    if (call.string(call.binary(1)) !== undefined) call.keys.delete(call.binary(1));
  },
  APPEND: append,
  SETRANGE: setRange,
  INCR: (call) => add(call, 1n),
  DECR: (call) => add(call, -1n),
  INCRBY: (call) => add(call, call.integer(2)),
  INCRBYFLOAT: addFloat,
  DECRBY: (call) => add(call, -call.integer(2)),
};
