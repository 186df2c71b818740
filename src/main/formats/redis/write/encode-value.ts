import type { LiveKey } from '../../log/live-key.ts';
import { opcodes, rdbTypes } from '../rdb/types.ts';
import { encodeDouble, encodeLength, encodeMilliseconds, encodeString } from './encode.ts';
import { encodeStream, hasReleased, type StreamJson } from './encode-stream.ts';

interface StructureJson {
  value: unknown;
  fieldExpireAt?: Record<string, number>;
}

/** Since when an RDB can hold it: field deadlines came with version 12, which is that of Redis 7.4. */
export const plainVersion = 10;
export const fieldExpiryVersion = 12;
/** That of Redis 8.8, which has arrays, and entries of streams that are pending with nobody. */
const releasedVersion = 14;

/** A key's record: deadline, type, key, value; and the version that a reader must know for it. */
export function encodeKey(live: LiveKey): { bytes: Buffer; version: number } {
  const { type, content, version = plainVersion } = encodeValue(live);
  const deadline =
    live.expireAt === null ? [] : [Buffer.of(opcodes.expireMs), encodeMilliseconds(live.expireAt)];
  return { bytes: Buffer.concat([...deadline, Buffer.of(type), encodeString(live.key), content]), version };
}

/** Type and content as an RDB and DUMP hold them, and the version that a reader must know. */
export function encodeValue({ type, value }: Pick<LiveKey, 'type' | 'value'>): {
  type: number;
  content: Buffer;
  version?: number;
} {
  if (type === 'string') return { type: rdbTypes.string, content: encodeString(value) };
  if (type === 'module') return encodeOpaque(value);
  const json = JSON.parse(Buffer.from(value).toString()) as StructureJson;
  if (type === 'list') return { type: rdbTypes.list, content: encodeAll(json.value as string[]) };
  if (type === 'set') return { type: rdbTypes.set, content: encodeAll(json.value as string[]) };
  if (type === 'zset')
    return { type: rdbTypes.zset2, content: encodeScores(json.value as [string, string][]) };
  if (type === 'stream') return encodeAnyStream(json as StreamJson);
  const fields = Object.entries(json.value as Record<string, string>);
  const deadlines = new Map(Object.entries(json.fieldExpireAt ?? {}));
  if (deadlines.size === 0) return { type: rdbTypes.hash, content: encodeFields(fields) };
  return {
    type: rdbTypes.hashMetadata,
    content: encodeExpiring(fields, deadlines),
    version: fieldExpiryVersion,
  };
}

/** What is kept as it stood in an RDB: of a module from its long id on, of anything else with its type in front. */
function encodeOpaque(value: Uint8Array): ReturnType<typeof encodeValue> {
  if (value[0] !== rdbTypes.array) return { type: rdbTypes.module2, content: Buffer.from(value) };
  return { type: rdbTypes.array, content: Buffer.from(value.subarray(1)), version: releasedVersion };
}

function encodeAnyStream(json: StreamJson): ReturnType<typeof encodeValue> {
  if (!hasReleased(json)) return { type: rdbTypes.stream2, content: encodeStream(json) };
  return { type: rdbTypes.stream5, content: encodeStream(json, '8.8'), version: releasedVersion };
}

const fromBase64 = (text: string) => encodeString(Buffer.from(text, 'base64'));

function encodeAll(elements: readonly string[]): Buffer {
  return Buffer.concat([encodeLength(elements.length), ...elements.map(fromBase64)]);
}

function encodeScores(scores: readonly [string, string][]): Buffer {
  const pairs = scores.flatMap(([member, score]) => [fromBase64(member), encodeDouble(scoreOf(score))]);
  return Buffer.concat([encodeLength(scores.length), ...pairs]);
}

function scoreOf(text: string): number {
  if (text === 'inf') return Number.POSITIVE_INFINITY;
  return text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text);
}

function encodeFields(fields: readonly [string, string][]): Buffer {
  const pairs = fields.flatMap(([name, content]) => [fromBase64(name), fromBase64(content)]);
  return Buffer.concat([encodeLength(fields.length), ...pairs]);
}

/** Deadlines count from the soonest, 1 more than their distance; 0 stands for none. */
function encodeExpiring(fields: readonly [string, string][], deadlines: ReadonlyMap<string, number>): Buffer {
  const soonest = Math.min(...deadlines.values());
  const triples = fields.flatMap(([name, content]) => {
    const deadline = deadlines.get(name);
    return [
      encodeLength(deadline === undefined ? 0 : deadline - soonest + 1),
      fromBase64(name),
      fromBase64(content),
    ];
  });
  return Buffer.concat([encodeMilliseconds(soonest), encodeLength(fields.length), ...triples]);
}
