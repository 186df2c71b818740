import { WalscopeError } from '../../../../shared/errors.ts';
import type { ValueType } from '../../../../shared/model.ts';
import { Fields } from '../../../formats/redis/commands/fields.ts';
import { Members } from '../../../formats/redis/commands/members.ts';
import type { Structure, Value } from '../../../formats/redis/commands/value.ts';
import { Deque } from '../../../formats/redis/deque.ts';
import { PendingEntries } from '../../../formats/redis/pending-entries.ts';
import { RankedScores } from '../../../formats/redis/ranked-scores.ts';
import {
  type Binary,
  bytesOf,
  type Group,
  idText,
  type Stream,
  type StreamId,
} from '../../../formats/redis/value.ts';
import type { GroupJson, StreamJson } from '../../../formats/redis/write/encode-stream.ts';
import { encodeStructure } from './encode-structure.ts';
import { JoinedBlocks } from './joined-blocks.ts';

/** A value as the store holds it: the bytes of a string; of a structure the JSON that its line in an export has. */
export function encodeValue(value: Value, nowMs: number): Uint8Array {
  const encoded = encodedValue(value, nowMs);
  if (!(encoded instanceof JoinedBlocks)) return encoded;
  const bytes = Buffer.allocUnsafe(encoded.length);
  encoded.writeTo(bytes);
  return bytes;
}

/** The same, of a large structure in parts. `before`: as the store was given it last, if that was in parts. */
export function encodedValue(
  value: Value,
  nowMs: number,
  before: JoinedBlocks | null = null,
): Uint8Array | JoinedBlocks {
  if (value.type === 'string') return bytesOf(value.text);
  return value.type === 'module' ? value.bytes : encodeStructure(value, nowMs, before);
}

interface StructureJson {
  value: unknown;
  fieldExpireAt?: Record<string, number>;
  stream?: StreamJson['stream'];
}

/** Throws CORRUPT when the bytes are no value of this type: another program has written them. */
export function decodeValue(type: ValueType, bytes: Uint8Array): Value {
  if (type === 'string')
    return { type, text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1') };
  if (type === 'module') return { type, bytes };
  try {
    return decodeStructure(type, JSON.parse(Buffer.from(bytes).toString()) as StructureJson);
  } catch (cause) {
    throw new WalscopeError(
      'CORRUPT',
      `A value of type ${type} is not stored as one: look at it in the app.`,
      { cause },
    );
  }
}

function decodeStructure(type: Exclude<ValueType, 'string' | 'module'>, json: StructureJson): Structure {
  switch (type) {
    case 'list':
      return { type, items: new Deque((json.value as string[]).map(binary)) };
    case 'set':
      return { type, members: new Members((json.value as string[]).map(binary)) };
    case 'zset':
      return {
        type,
        scores: new RankedScores(
          (json.value as [string, string][]).map(([member, score]) => [binary(member), scoreOf(score)]),
        ),
      };
    case 'hash':
      return { type, fields: decodeFields(json.value as Record<string, string>, json.fieldExpireAt ?? {}) };
    case 'stream':
      return {
        type,
        stream: decodeStream(json.value as [string, string[]][], json.stream as StreamJson['stream']),
      };
  }
}

function decodeFields(values: Record<string, string>, deadlines: Record<string, number>): Fields {
  return new Fields(
    Object.entries(values).map(([name, value]) => [
      binary(name),
      // Names are any bytes: what an object has by itself is among them.
      { value: binary(value), expireAt: Object.hasOwn(deadlines, name) ? (deadlines[name] ?? null) : null },
    ]),
  );
}

function decodeStream(entries: readonly [string, string[]][], json: StreamJson['stream']): Stream {
  return {
    entries: new Deque(entries.map(([id, fields]) => ({ id: idOf(id), fields: fields.map(binary) }))),
    lastId: idOf(json.lastId),
    maxDeletedId: idOf(json.maxDeletedId),
    entriesAdded: BigInt(json.entriesAdded),
    groups: new Map(json.groups.map((group) => [binary(group.name), decodeGroup(group)])),
  };
}

function decodeGroup(json: GroupJson): Group {
  return {
    lastDelivered: idOf(json.lastDeliveredId),
    entriesRead: json.entriesRead === null ? null : BigInt(json.entriesRead),
    pending: new PendingEntries(
      json.pending.map(([id, consumer, deliveredAt, deliveries]) => [
        idText(idOf(id)),
        { id: idOf(id), consumer: binary(consumer), deliveredAt, deliveries },
      ]),
    ),
    consumers: new Map(json.consumers.map(({ name, seenTime }) => [binary(name), { seenAt: seenTime }])),
  };
}

function binary(base64: string): Binary {
  return Buffer.from(base64, 'base64').toString('latin1');
}

function scoreOf(text: string): number {
  if (text === 'inf') return Number.POSITIVE_INFINITY;
  return text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text);
}

function idOf(text: string): StreamId {
  const [ms = '0', seq = '0'] = text.split('-');
  return { ms: BigInt(ms), seq: BigInt(seq) };
}
