import { crc64, equalCrc64 } from '../../crc64.ts';
import { ByteInput, RdbFault } from '../../rdb/byte-input.ts';
import { decodeValue } from '../../rdb/decode-value.ts';
import type { Dialect } from '../../rdb/dialect.ts';
import { readPayloadType } from '../../rdb/payload-type.ts';
import type { Binary, RedisValue } from '../../value.ts';
import { type Call, type CommandTable, Refused, Unknowable } from '../command.ts';
import { copyOf } from '../compact-value.ts';

function deleteAll(call: Call): void {
  for (const key of call.binaries(1)) call.keys.delete(key);
}

/** NX, XX, GT and LT compare with the deadline that is there. */
function expireAt(call: Call, unitMs: 1 | 1000): void {
  const key = call.binary(1);
  const when = call.time(2, unitMs);
  const before = call.keys.expireAt(key);
  for (let at = 3; at < call.count; at++) {
    const option = call.word(at);
    if (!['NX', 'XX', 'GT', 'LT'].includes(option)) throw call.unknownOption(at);
    if (option === 'NX' && before !== null) return;
    if (option === 'XX' && before === null) return;
    if (option === 'GT' && (before === null || when <= before)) return;
    if (option === 'LT' && before !== null && when >= before) return;
  }
  // A time before 1970 has passed like any other.
  call.keys.expire(key, Math.max(0, when));
}

function expireIn(call: Call): void {
  if (call.number(2) <= 0) call.keys.expire(call.binary(1), 0);
  else if (call.keys.expire(call.binary(1), null)) call.unknownDeadline();
}

function rename(call: Call, onlyNew: boolean): void {
  const [from, to] = [call.binary(1), call.binary(2)];
  const slot = call.keys.slot(from);
  if (!slot || (onlyNew && call.keys.has(to))) return;
  if (from === to) return;
  call.keys.delete(from);
  call.keys.set(to, slot.value, slot.expireAt);
}

function move(call: Call): void {
  const key = call.binary(1);
  const target = call.number(2);
  const slot = call.keys.slot(key);
  if (!slot || target === call.keys.db || call.keys.has(key, target)) return;
  call.keys.delete(key);
  call.keys.set(key, slot.value, slot.expireAt, target);
}

function copy(call: Call): void {
  const [from, to] = [call.binary(1), call.binary(2)];
  let target = call.keys.db;
  let replace = false;
  for (let at = 3; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'DB') target = call.number(++at);
    else if (option === 'REPLACE') replace = true;
    else throw call.unknownOption(at);
  }
  const value = call.keys.value(from);
  if (!value || (call.keys.has(to, target) && !replace)) return;
  if (from === to && target === call.keys.db) return;
  call.keys.set(to, copyOf(value), call.keys.expireAt(from), target);
}

function restore(call: Call): void {
  const key = call.binary(1);
  const ttl = call.time(2);
  const options = new Set<string>();
  for (let at = 4; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'IDLETIME' || option === 'FREQ') at++;
    else if (option === 'REPLACE' || option === 'ABSTTL') options.add(option);
    else throw call.unknownOption(at);
  }
  if (call.keys.has(key) && !options.has('REPLACE')) return;
  const value = decodePayload(call.bytes(3));
  if (ttl !== 0 && !options.has('ABSTTL')) call.unknownDeadline();
  call.keys.set(key, value, ttl !== 0 && options.has('ABSTTL') ? ttl : null);
}

/** A type, a value, the version of RDB in two bytes, and a checksum over all of it. */
function decodePayload(payload: Buffer): RedisValue {
  if (payload.length < 11) throw new Refused('bad payload');
  const end = payload.length - 8;
  const stored = { low: payload.readUInt32LE(end), high: payload.readUInt32LE(end + 4) };
  const unchecked = stored.low === 0 && stored.high === 0;
  if (!unchecked && !equalCrc64(stored, crc64(payload.subarray(0, end))))
    throw new Unknowable('the checksum of its payload does not hold');
  const input = ByteInput.over(payload.subarray(0, end - 2));
  try {
    const valkey = payload.readUInt16LE(end - 2) >= 80;
    const dialect: Dialect = { valkey, checksum: unchecked ? 'off' : 'holds' };
    return decodeValue(input, readPayloadType(input, dialect), dialect);
  } catch (error) {
    if (error instanceof RdbFault) throw new Unknowable(`its payload cannot be read: ${error.message}`);
    throw error;
  }
}

function swap(call: Call): void {
  call.keys.swap(call.number(1), call.number(2));
}

function flushAll(call: Call): void {
  for (const db of call.keys.databases()) call.keys.clear(db);
}

function persist(call: Call): void {
  const key: Binary = call.binary(1);
  if (call.keys.expireAt(key) !== null) call.keys.expire(key, null);
}

export const keyCommands: CommandTable = {
  DEL: deleteAll,
  UNLINK: deleteAll,
  EXPIREAT: (call) => expireAt(call, 1000),
  PEXPIREAT: (call) => expireAt(call, 1),
  EXPIRE: expireIn,
  PEXPIRE: expireIn,
  PERSIST: persist,
  GETEX: (call) => {
    const option = call.count > 2 ? call.word(2) : '';
    if (option === 'PERSIST') persist(call);
    else if (option === 'PXAT') call.keys.expire(call.binary(1), call.time(3));
    else if (option === 'EXAT') call.keys.expire(call.binary(1), call.time(3, 1000));
    else if (option === 'PX' || option === 'EX') {
      if (call.keys.expire(call.binary(1), null)) call.unknownDeadline();
    } else if (call.count > 2) throw call.unknownOption(2);
  },
  RENAME: (call) => rename(call, false),
  RENAMENX: (call) => rename(call, true),
  MOVE: move,
  COPY: copy,
  RESTORE: restore,
  // What a node of a cluster logs of a key that another one gave it.
  'RESTORE-ASKING': restore,
  SWAPDB: swap,
  FLUSHDB: (call) => call.keys.clear(call.keys.db),
  FLUSHALL: flushAll,
};
