import { JsonBytes } from './json-bytes.ts';
import { type Ranked, sorted } from './ranked-scores.ts';
import { type ScoreStyle, scoreText } from './score-text.ts';
import {
  type Binary,
  bytesOf,
  compareIds,
  type Group,
  idText,
  type RedisValue,
  type Stream,
  type StreamEntry,
  type Structure,
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

/** What follows `"value":`, and the members behind it. */
function writeStructure(json: JsonBytes, value: Structure, { scores, nowMs }: TextOptions): void {
  switch (value.type) {
    case 'list':
      json.text('[').list(value.items, (item) => writeElement(json, item));
      json.text(']');
      break;
    case 'set':
      json.text(`[${[...value.members].map(base64).sort()}]`);
      break;
    case 'zset':
      json.text('[').list(sorted(value.scores), (ranked) => writeRanked(json, ranked, scores));
      json.text(']');
      break;
    case 'hash':
      writeHash(json, value.fields, nowMs);
      break;
    case 'stream':
      json.text('[').list(value.stream.entries, (entry) => writeEntry(json, entry));
      json.text(']').text(streamMember(value.stream));
      break;
  }
}

/** Of a list or a set. */
export const writeElement = (json: JsonBytes, element: Binary): void => void json.base64(element);

export function writeRanked(json: JsonBytes, [member, score]: Ranked, style: ScoreStyle): void {
  json
    .text('[')
    .base64(member)
    .text(`,"${scoreText(score, style)}"]`);
}

export function writeField(json: JsonBytes, name: Binary, value: Binary): void {
  json.base64(name).text(':').base64(value);
}

export function writeEntry(json: JsonBytes, { id, fields }: StreamEntry): void {
  json.text(`["${idText(id)}",[`).list(fields, (field) => json.base64(field));
  json.text(']]');
}

type Fields = Extract<RedisValue, { type: 'hash' }>['fields'];

function writeHash(json: JsonBytes, fields: Fields, nowMs: number): void {
  const there = [...fields].filter(([, { expireAt }]) => expireAt === null || expireAt > nowMs);
  const expiring = there.filter(([, { expireAt }]) => expireAt !== null);
  json.text('{').list(there, ([name, { value }]) => writeField(json, name, value));
  json.text('}');
  if (expiring.length === 0) return;
  json
    .text(',"fieldExpireAt":{')
    .list(expiring, ([name, { expireAt }]) => json.base64(name).text(`:${expireAt}`));
  json.text('}');
}

/** What stands behind the entries. */
export function streamMember(stream: Stream): string {
  const groups = [...stream.groups].map(([name, group]) => groupText(name, group)).sort();
  return (
    `,"stream":{"lastId":"${idText(stream.lastId)}","maxDeletedId":"${idText(stream.maxDeletedId)}",` +
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
