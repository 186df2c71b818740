import type { Binary, HashField } from '../../value.ts';
import {
  addFloats,
  addIntegers,
  type Call,
  type CommandTable,
  integerOf,
  Refused,
  Unknowable,
} from '../command.ts';
import { noFields } from '../compact-value.ts';

type Hash = { type: 'hash'; fields: Map<Binary, HashField> };

/** `expected`: fields of a new one. */
function hashOf(call: Call, expected = 1): Hash {
  return call.value(call.binary(1), 'hash') ?? { type: 'hash', fields: noFields(expected) };
}

/** A field that is set anew loses its deadline. */
function setFields(call: Call): void {
  if (call.count < 4 || call.count % 2 !== 0) throw new Refused('syntax');
  const hash = hashOf(call, call.count / 2 - 1);
  for (let at = 2; at < call.count; at += 2) {
    hash.fields.set(call.binary(at), { value: call.binary(at + 1), expireAt: null });
  }
  call.keys.changed(call.binary(1), hash);
}

function deleteFields(call: Call): void {
  const hash = hashOf(call);
  const before = hash.fields.size;
  for (const field of call.binaries(2)) hash.fields.delete(field);
  if (hash.fields.size !== before) call.keys.changed(call.binary(1), hash);
}

function add(call: Call): void {
  const hash = hashOf(call);
  const field = hash.fields.get(call.binary(2));
  const sum = addIntegers(field ? integerOf(field.value) : 0n, call.integer(3));
  hash.fields.set(call.binary(2), { value: String(sum), expireAt: field?.expireAt ?? null });
  call.keys.changed(call.binary(1), hash);
}

function addFloat(call: Call): void {
  const hash = hashOf(call);
  const field = hash.fields.get(call.binary(2));
  const sum = addFloats(field?.value ?? '0', call.binary(3));
  hash.fields.set(call.binary(2), { value: sum, expireAt: field?.expireAt ?? null });
  call.keys.changed(call.binary(1), hash);
}

/** `FIELDS`, their number and their names, from argument `at` on. */
function namedFields(call: Call, at: number): Binary[] {
  if (call.word(at) !== 'FIELDS') throw new Refused('syntax');
  return [...call.binaries(at + 2, at + 2 + call.number(at + 1))];
}

function expireFields(call: Call, unitMs: 1 | 1000): void {
  const hash = hashOf(call);
  const when = call.time(2, unitMs);
  const hasCondition = call.word(3) !== 'FIELDS';
  const condition = hasCondition ? call.word(3) : '';
  if (hasCondition && !['NX', 'XX', 'GT', 'LT'].includes(condition)) throw call.unknownOption(3);
  for (const name of namedFields(call, hasCondition ? 4 : 3)) {
    const field = hash.fields.get(name);
    if (!field || !allows(condition, field.expireAt, when)) continue;
    hash.fields.set(name, { ...field, expireAt: when });
  }
  if (hash.fields.size > 0) call.keys.changed(call.binary(1), hash);
}

function allows(condition: string, before: number | null, when: number): boolean {
  if (condition === 'NX') return before === null;
  if (condition === 'XX') return before !== null;
  if (condition === 'GT') return before !== null && when > before;
  if (condition === 'LT') return before === null || when < before;
  return true;
}

function persistFields(call: Call): void {
  const hash = hashOf(call);
  for (const name of namedFields(call, 2)) {
    const field = hash.fields.get(name);
    if (field) hash.fields.set(name, { ...field, expireAt: null });
  }
  if (hash.fields.size > 0) call.keys.changed(call.binary(1), hash);
}

/** HSETEX: conditions and a deadline for all of the fields, which are then given with their values. */
function setExpiring(call: Call): void {
  const hash = hashOf(call);
  let expireAt: number | null = null;
  let keep = false;
  let at = 2;
  const conditions: string[] = [];
  for (; call.word(at) !== 'FIELDS'; at++) {
    const option = call.word(at);
    if (option === 'PXAT') expireAt = call.time(++at);
    else if (option === 'EXAT') expireAt = call.time(++at, 1000);
    else if (option === 'KEEPTTL') keep = true;
    else if (['NX', 'XX', 'FNX', 'FXX'].includes(option)) conditions.push(option);
    else if (option === 'PX' || option === 'EX')
      throw new Unknowable('the log does not say when its time began');
    else throw call.unknownOption(at);
  }
  const isThere = call.keys.has(call.binary(1));
  if (conditions.includes('NX') && isThere) return;
  if (conditions.includes('XX') && !isThere) return;
  const pairs = [...call.binaries(at + 2, at + 2 + 2 * call.number(at + 1))];
  const names = pairs.filter((_, index) => index % 2 === 0);
  if (conditions.includes('FNX') && names.some((name) => hash.fields.has(name))) return;
  if (conditions.includes('FXX') && !names.every((name) => hash.fields.has(name))) return;
  for (let pair = 0; pair < pairs.length; pair += 2) {
    const name = pairs[pair] as Binary;
    const deadline = keep ? (hash.fields.get(name)?.expireAt ?? null) : expireAt;
    hash.fields.set(name, { value: pairs[pair + 1] ?? '', expireAt: deadline });
  }
  call.keys.changed(call.binary(1), hash);
}

export const hashCommands: CommandTable = {
  HSET: setFields,
  HMSET: setFields,
  HSETNX: (call) => {
    if (!hashOf(call).fields.has(call.binary(2))) setFields(call);
  },
  HDEL: deleteFields,
  HGETDEL: (call) => {
    const hash = hashOf(call);
    for (const name of namedFields(call, 2)) hash.fields.delete(name);
    if (call.keys.has(call.binary(1))) call.keys.changed(call.binary(1), hash);
  },
  HINCRBY: add,
  HINCRBYFLOAT: addFloat,
  HPEXPIREAT: (call) => expireFields(call, 1),
  HEXPIREAT: (call) => expireFields(call, 1000),
  HPERSIST: persistFields,
  HSETEX: setExpiring,
};
