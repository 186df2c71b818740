import { compareAsBase64 } from './base64.ts';
import { JsonBytes } from './json-bytes.ts';
import type { PendingEntries } from './pending-entries.ts';
import { type Ranked, sorted } from './ranked-scores.ts';
import { type ScoreStyle, scoreText } from './score-text.ts';
import {
  type Binary,
  bytesOf,
  type Group,
  type HashField,
  idText,
  type PendingEntry,
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
      json.text(']');
      for (const part of streamMember(value.stream)) {
        if (typeof part === 'string') json.text(part);
        else json.list(part.ordered.slice(0), (entry) => writePending(json, entry));
      }
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

export function writeDeadline(json: JsonBytes, name: Binary, expireAt: number): void {
  json.base64(name).text(`:${expireAt}`);
}

export function writeEntry(json: JsonBytes, { id, fields }: StreamEntry): void {
  json.text(`["${idText(id)}",[`).list(fields, (field) => json.base64(field));
  json.text(']]');
}

type Fields = Extract<RedisValue, { type: 'hash' }>['fields'];

function writeHash(json: JsonBytes, fields: Fields, nowMs: number): void {
  const expiring: [Binary, HashField][] = [];
  json.text('{').list(notExpired(fields, nowMs), ([name, field]) => {
    if (field.expireAt !== null) expiring.push([name, field]);
    writeField(json, name, field.value);
  });
  json.text('}');
  if (expiring.length === 0) return;
  json
    .text(',"fieldExpireAt":{')
    .list(expiring, ([name, { expireAt }]) => writeDeadline(json, name, expireAt as number));
  json.text('}');
}

/** One after another: there may be millions of them. */
function* notExpired(fields: Fields, nowMs: number): Generator<[Binary, HashField], void, void> {
  for (const [name, field] of fields)
    if (field.expireAt === null || field.expireAt > nowMs) yield [name, field];
}

/** What stands behind the entries: text, and what is pending in a group where it belongs. */
export function streamMember(stream: Stream): (string | PendingEntries)[] {
  const groups = [...stream.groups].sort(([a], [b]) => compareAsBase64(a, b));
  return [
    `,"stream":{"lastId":"${idText(stream.lastId)}","maxDeletedId":"${idText(stream.maxDeletedId)}",` +
      `"entriesAdded":${stream.entriesAdded},"groups":[`,
    ...groups.flatMap(([name, group], at) => [
      `${at > 0 ? ',' : ''}${groupStart(name, group)},"pending":[`,
      group.pending,
      ']}',
    ]),
    ']}',
  ];
}

function groupStart(name: Binary, { lastDelivered, entriesRead, consumers, pending }: Group): string {
  const told = [...consumers].map(
    ([consumer, { seenAt }]) =>
      `{"name":${base64(consumer)},"pending":${pending.counts.get(consumer) ?? 0},"seenTime":${seenAt}}`,
  );
  return (
    `{"name":${base64(name)},"lastDeliveredId":"${idText(lastDelivered)}","entriesRead":${entriesRead},` +
    `"consumers":[${told.sort()}]`
  );
}

export function writePending(json: JsonBytes, { id, consumer, deliveredAt, deliveries }: PendingEntry): void {
  json
    .text(`["${idText(id)}",`)
    .base64(consumer)
    .text(`,${deliveredAt},${deliveries}]`);
}

function base64(binary: Binary): string {
  return `"${bytesOf(binary).toString('base64')}"`;
}
