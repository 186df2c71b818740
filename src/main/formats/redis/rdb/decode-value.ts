import { Deque } from '../deque.ts';
import { RankedScores } from '../ranked-scores.ts';
import type { Binary, HashField, RedisValue } from '../value.ts';
import type { ByteInput } from './byte-input.ts';
import { decodeStream } from './decode-stream.ts';
import type { Dialect } from './dialect.ts';
import { decodeTemplateHash } from './hash-template.ts';
import { decodeIntset, decodeListpack, decodeZiplist, decodeZipmap } from './packed.ts';
import {
  parseScore,
  readBinary,
  readCount,
  readElements,
  readMilliseconds,
  readString,
  readTextScore,
} from './primitives.ts';
import { skipArray } from './skip-array.ts';
import { skipModule } from './skip-value.ts';
import { rdbTypes as t } from './types.ts';
import { unpacked } from './unpacked.ts';

const twice = 'an element stands twice in one structure';

/** Decodes the value that follows; throws an `RdbFault` where it is no such value. */
export function decodeValue(input: ByteInput, type: number, dialect: Dialect): RedisValue {
  switch (type) {
    case t.string:
      return { type: 'string', bytes: readString(input) };
    case t.list:
    case t.listZiplist:
    case t.listQuicklist:
    case t.listQuicklist2:
      return { type: 'list', items: decodeList(input, type) };
    case t.set:
    case t.setIntset:
    case t.setListpack:
      return { type: 'set', members: setOf(input, decodeSet(input, type)) };
    case t.zset:
    case t.zset2:
    case t.zsetZiplist:
    case t.zsetListpack:
      return { type: 'zset', scores: decodeScores(input, type) };
    case t.stream1:
    case t.stream2:
    case t.stream3:
    case t.stream4:
    case t.stream5:
      return { type: 'stream', stream: decodeStream(input, type, dialect.checksum === 'holds') };
    case t.module2:
      return { type: 'module', bytes: bytesPassed(input, skipModule) };
    case t.array:
      return { type: 'module', bytes: Buffer.concat([Buffer.of(type), bytesPassed(input, skipArray)]) };
    case t.module1:
      throw input.fault('the value of an old module cannot be passed over without that module');
    default:
      return { type: 'hash', fields: decodeHash(input, type, dialect) };
  }
}

function decodeList(input: ByteInput, type: number): Deque<Binary> {
  if (type === t.listZiplist) return new Deque(unpacked(input, decodeZiplist));
  const count = readElements(input);
  const items = new Deque<Binary>();
  for (let i = 0; i < count; i++) {
    if (type === t.list) items.push(readBinary(input));
    else if (type === t.listQuicklist) append(items, unpacked(input, decodeZiplist));
    else append(items, decodeNode(input));
  }
  return items;
}

/** A node of a quicklist is one long element as it is, or a packing of many. */
function decodeNode(input: ByteInput): Binary[] {
  const container = readCount(input);
  if (container === 1) return [readBinary(input)];
  if (container === 2) return unpacked(input, decodeListpack);
  throw input.fault(`no node of a list is stored in way ${container}`);
}

function decodeSet(input: ByteInput, type: number): Binary[] {
  if (type === t.setIntset) return unpacked(input, decodeIntset);
  if (type === t.setListpack) return unpacked(input, decodeListpack);
  const count = readElements(input);
  return Array.from({ length: count }, () => readBinary(input));
}

function decodeScores(input: ByteInput, type: number): RankedScores {
  const scores = new RankedScores();
  if (type === t.zset || type === t.zset2) {
    const count = readElements(input, 2);
    for (let i = 0; i < count; i++) {
      const member = readBinary(input);
      refuseTwice(input, scores, member);
      scores.set(member, type === t.zset2 ? input.view(8).readDoubleLE() : readTextScore(input));
    }
    return scores;
  }
  const items = unpacked(input, type === t.zsetZiplist ? decodeZiplist : decodeListpack);
  for (const [member, score] of groups(input, items, 2)) {
    refuseTwice(input, scores, member as Binary);
    scores.set(member as Binary, parseScore(input, score as string));
  }
  return scores;
}

function decodeHash(
  input: ByteInput,
  type: number,
  { valkey, templates = new Map() }: Dialect,
): Map<Binary, HashField> {
  switch (type) {
    case t.hash:
      return plainHash(input);
    case t.hashZipmap:
      return packedHash(input, unpacked(input, decodeZipmap), 2);
    case t.hashZiplist:
      return packedHash(input, unpacked(input, decodeZiplist), 2);
    case t.hashListpack:
      return packedHash(input, unpacked(input, decodeListpack), 2);
    case t.hashListpackEarly:
      return packedHash(input, unpacked(input, decodeListpack), 3);
    case t.hashListpackEx:
      // The soonest of the deadlines, which stand with their fields too.
      readMilliseconds(input);
      return packedHash(input, unpacked(input, decodeListpack), 3);
    case t.hashMetadata:
      return expiringHash(input, readMilliseconds(input));
    case t.hashMetadataEarly:
      return valkey ? valkeyHash(input) : expiringHash(input, null);
    case t.hashTemplateListpack:
    case t.hashTemplateListpackRef:
    case t.hashTemplateArray:
    case t.hashTemplateArrayRef:
      return decodeTemplateHash(input, type, templates);
    default:
      throw input.fault(`no value has type ${type}`);
  }
}

function plainHash(input: ByteInput): Map<Binary, HashField> {
  const fields = new Map<Binary, HashField>();
  const count = readElements(input, 2);
  for (let i = 0; i < count; i++) {
    const name = readBinary(input);
    refuseTwice(input, fields, name);
    fields.set(name, { value: readBinary(input), expireAt: null });
  }
  return fields;
}

/** Deadlines stand before their fields, 1 more than what they lie behind the soonest; 0 = none. */
function expiringHash(input: ByteInput, soonestMs: number | null): Map<Binary, HashField> {
  const fields = new Map<Binary, HashField>();
  const count = readElements(input, 3);
  for (let i = 0; i < count; i++) {
    const deadline = readCount(input);
    const name = readBinary(input);
    refuseTwice(input, fields, name);
    const expireAt = deadline === 0 ? null : soonestMs === null ? deadline : deadline + soonestMs - 1;
    fields.set(name, { value: readBinary(input), expireAt });
  }
  return fields;
}

/** Deadlines stand behind their values, −1 for none. */
function valkeyHash(input: ByteInput): Map<Binary, HashField> {
  const fields = new Map<Binary, HashField>();
  const count = readElements(input, 10);
  for (let i = 0; i < count; i++) {
    const name = readBinary(input);
    refuseTwice(input, fields, name);
    const value = readBinary(input);
    const deadline = readMilliseconds(input);
    fields.set(name, { value, expireAt: deadline < 0 ? null : deadline });
  }
  return fields;
}

function packedHash(input: ByteInput, items: Binary[], width: 2 | 3): Map<Binary, HashField> {
  const fields = new Map<Binary, HashField>();
  for (const [name, value, deadline] of groups(input, items, width)) {
    const expireAt = deadline === undefined || deadline === '0' ? null : Number(deadline);
    if (expireAt !== null && !Number.isSafeInteger(expireAt))
      throw input.fault('the deadline of a field is no time');
    refuseTwice(input, fields, name as Binary);
    fields.set(name as Binary, { value: value as Binary, expireAt });
  }
  return fields;
}

function setOf(input: ByteInput, items: readonly Binary[]): Set<Binary> {
  const members = new Set(items);
  if (input.strict && members.size < items.length) throw input.fault(twice);
  return members;
}

/** Redis does not load a structure in which an element stands twice. */
function refuseTwice(input: ByteInput, elements: ReadonlyMap<Binary, unknown>, element: Binary): void {
  if (input.strict && elements.has(element)) throw input.fault(twice);
}

/** What stands there, as it is: of a module from its id to the mark that ends it. */
function bytesPassed(input: ByteInput, skip: (input: ByteInput) => void): Buffer {
  const start = input.offset;
  skip(input);
  const length = input.offset - start;
  input.back(length);
  return input.copy(length);
}

function* groups(input: ByteInput, items: Binary[], width: number): Generator<Binary[]> {
  if (items.length % width !== 0) throw input.fault(`a packed structure does not come in ${width}s`);
  for (let at = 0; at < items.length; at += width) yield items.slice(at, at + width);
}

function append(items: Deque<Binary>, more: readonly Binary[]): void {
  for (const item of more) items.push(item);
}
