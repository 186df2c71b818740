import { JsonBytes } from './json-bytes.ts';
import { type ScoreStyle, scoreText } from './score-text.ts';
import {
  type Binary,
  bytesOf,
  compareIds,
  type Group,
  type HashField,
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
  const json = new JsonBytes();
  json.text('{"value":');
  writeStructure(json, value, options);
  return json.text('}').finish();
}

type Structure = Exclude<RedisValue, { type: 'string' | 'module' }>;

/** What follows `"value":`, and the members behind it. */
function writeStructure(json: JsonBytes, value: Structure, options: TextOptions): void {
  switch (value.type) {
    case 'list':
      json.text('[').list(value.items, (item) => json.base64(item));
      json.text(']');
      break;
    case 'set':
      json.text(`[${[...value.members].map(base64).sort()}]`);
      break;
    case 'zset':
      json.text('[').list(sorted(value.scores), ([member, score]) => {
        json
          .text('[')
          .base64(member)
          .text(`,"${scoreText(score, options.scores)}"]`);
      });
      json.text(']');
      break;
    case 'hash':
      writeHash(json, value.fields, options.nowMs);
      break;
    case 'stream':
      json.text('[').list(value.stream.entries, ({ id, fields }) => {
        json.text(`["${idText(id)}",[`).list(fields, (field) => json.base64(field));
        json.text(']]');
      });
      json.text(`],"stream":${streamText(value.stream)}`);
      break;
  }
}

type Fields = Extract<RedisValue, { type: 'hash' }>['fields'];

function writeHash(json: JsonBytes, fields: Fields, nowMs: number): void {
  const expiring: [Binary, HashField][] = [];
  json.text('{').list(notExpired(fields, nowMs), ([name, field]) => {
    if (field.expireAt !== null) expiring.push([name, field]);
    json.base64(name).text(':').base64(field.value);
  });
  json.text('}');
  if (expiring.length === 0) return;
  json
    .text(',"fieldExpireAt":{')
    .list(expiring, ([name, { expireAt }]) => json.base64(name).text(`:${expireAt}`));
  json.text('}');
}

/** One after another: there may be millions of them. */
function* notExpired(fields: Fields, nowMs: number): Generator<[Binary, HashField], void, void> {
  for (const [name, field] of fields)
    if (field.expireAt === null || field.expireAt > nowMs) yield [name, field];
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
