import { type ScoreStyle, scoreText } from './score-text.ts';
import {
  type Binary,
  bytesOf,
  compareIds,
  type Group,
  idText,
  type RedisValue,
  type Stream,
} from './value.ts';

/** What becomes of a value on its way into text: how scores are printed, and which fields are no longer there. */
export interface TextOptions {
  scores: ScoreStyle;
  nowMs: number;
}

/**
 * A value as `LiveKey.value` holds it: the bytes of a string or of a module's value; of a structure, the JSON object
 * of what its line in an export says of it.
 */
export function valueContent(value: RedisValue, options: TextOptions): Uint8Array {
  if (value.type === 'string' || value.type === 'module') return value.bytes;
  return Buffer.from(`{${members(value, options).join(',')}}`);
}

type Structure = Exclude<RedisValue, { type: 'string' | 'module' }>;

function members(value: Structure, options: TextOptions): string[] {
  switch (value.type) {
    case 'list':
      return [`"value":[${value.items.map(base64)}]`];
    case 'set':
      return [`"value":[${[...value.members].map(base64).sort()}]`];
    case 'zset':
      return [
        `"value":[${sorted(value.scores).map(([member, score]) => `[${base64(member)},"${scoreText(score, options.scores)}"]`)}]`,
      ];
    case 'hash':
      return hashMembers(value.fields, options.nowMs);
    case 'stream':
      return [
        `"value":[${value.stream.entries.map(({ id, fields }) => `["${idText(id)}",[${fields.map(base64)}]]`)}]`,
        `"stream":${streamText(value.stream)}`,
      ];
  }
}

function hashMembers(fields: Extract<RedisValue, { type: 'hash' }>['fields'], nowMs: number): string[] {
  const there = [...fields].filter(([, { expireAt }]) => expireAt === null || expireAt > nowMs);
  const expiring = there.filter(([, { expireAt }]) => expireAt !== null);
  const values = `"value":{${there.map(([name, { value }]) => `${base64(name)}:${base64(value)}`)}}`;
  if (expiring.length === 0) return [values];
  return [
    values,
    `"fieldExpireAt":{${expiring.map(([name, { expireAt }]) => `${base64(name)}:${expireAt}`)}}`,
  ];
}

/** By score, then by bytes, as Redis ranks them. */
export function sorted(scores: ReadonlyMap<Binary, number>): [Binary, number][] {
  return [...scores].sort(([a, x], [b, y]) => x - y || (x === y ? compare(a, b) : x < y ? -1 : 1));
}

const compare = (a: Binary, b: Binary) => (a < b ? -1 : a > b ? 1 : 0);

function streamText(stream: Stream): string {
  const groups = [...stream.groups].map(([name, group]) => groupText(name, group)).sort();
  return (
    `{"lastId":"${idText(stream.lastId)}","maxDeletedId":"${idText(stream.maxDeletedId)}",` +
    `"entriesAdded":${stream.entriesAdded},"groups":[${groups}]}`
  );
}

function groupText(name: Binary, group: Group): string {
  const pending = [...group.pending.values()].sort((a, b) => compareIds(a.id, b.id));
  const held = new Map<Binary, number>();
  for (const { consumer } of pending) held.set(consumer, (held.get(consumer) ?? 0) + 1);
  const consumers = [...group.consumers].map(
    ([consumer, { seenAt }]) =>
      `{"name":${base64(consumer)},"pending":${held.get(consumer) ?? 0},"seenTime":${seenAt}}`,
  );
  const entries = pending.map(
    ({ id, consumer, deliveredAt, deliveries }) =>
      `["${idText(id)}",${base64(consumer)},${deliveredAt},${deliveries}]`,
  );
  return (
    `{"name":${base64(name)},"lastDeliveredId":"${idText(group.lastDelivered)}","entriesRead":${group.entriesRead},` +
    `"consumers":[${consumers.sort()}],"pending":[${entries}]}`
  );
}

function base64(binary: Binary): string {
  return `"${bytesOf(binary).toString('base64')}"`;
}
