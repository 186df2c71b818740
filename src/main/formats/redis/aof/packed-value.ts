import { Deque } from '../deque.ts';
import { PendingEntries } from '../pending-entries.ts';
import { RankedScores } from '../ranked-scores.ts';
import { type Binary, binaryOf, bytesOf, idText, type RedisValue, type Stream } from '../value.ts';
import { idOf } from './commands/stream-ids.ts';
import { wasTable } from './compact-value.ts';

/** A value in memory; a small one that is not being used, as one string. */
export type Kept = RedisValue | string;

/** More elements than these, or longer ones, are left as they are: packing would take longer than it is worth. */
const maxElements = 128;
const maxElementBytes = 127;
const maxStringBytes = 1024;

/**
 * The value as one string, if it is small: an object and its map take hundreds of bytes whatever is in them. A letter
 * says the type; elements stand behind their lengths.
 */
export function packed(value: RedisValue): Kept {
  if (value.type === 'string' || value.type === 'module') {
    const letter = value.type === 'string' ? 's' : 'm';
    return value.bytes.length > maxStringBytes ? value : letter + binaryOf(value.bytes);
  }
  const elements = elementsOf(value);
  if (elements === null || elements.length > maxElements) return value;
  if (elements.some((element) => element.length > maxElementBytes)) return value;
  // Joined, and not added up: a sum would keep all of its parts.
  return [letters[value.type], ...elements.map((each) => String.fromCharCode(each.length) + each)].join('');
}

const letters = { list: 'l', set: 'e', hash: 'h', zset: 'z', stream: 't' } as const;

export function unpacked(text: string): RedisValue {
  const letter = text[0];
  if (letter === 's') return { type: 'string', bytes: bytesOf(text.slice(1)) };
  if (letter === 'm') return { type: 'module', bytes: bytesOf(text.slice(1)) };
  const elements: Binary[] = [];
  for (let at = 1; at < text.length; ) {
    const end = at + 1 + text.charCodeAt(at);
    elements.push(text.slice(at + 1, end));
    at = end;
  }
  if (letter === 'l') return { type: 'list', items: new Deque(elements) };
  if (letter === 'e') return { type: 'set', members: new Set(elements) };
  if (letter === 't') return { type: 'stream', stream: streamOf(elements) };
  const pairs = Array.from({ length: elements.length / 2 }, (_, at) =>
    elements.slice(2 * at, 2 * at + 2),
  ) as [Binary, Binary][];
  if (letter === 'z')
    return {
      type: 'zset',
      scores: new RankedScores(pairs.map(([member, score]) => [member, Number(score)])),
    };
  return { type: 'hash', fields: new Map(pairs.map(([name, value]) => [name, { value, expireAt: null }])) };
}

/** Null where it holds what this form has no place for. */
function elementsOf(value: Exclude<RedisValue, { type: 'string' | 'module' }>): Binary[] | null {
  if (value.type === 'list') return value.items.length > maxElements ? null : value.items.slice(0);
  if (value.type === 'set') return value.members.size > maxElements ? null : [...value.members];
  if (value.type === 'stream')
    return value.stream.entries.length > maxElements ? null : streamElements(value.stream);
  if (value.type === 'zset') {
    if (value.scores.size > maxElements) return null;
    return [...value.scores].flatMap(([member, score]) => [member, String(score)]);
  }
  const fields = value.fields.size > maxElements || wasTable(value.fields) ? [] : [...value.fields];
  if (fields.length === 0 || fields.some(([, { expireAt }]) => expireAt !== null)) return null;
  return fields.flatMap(([name, field]) => [name, field.value]);
}

function streamElements({ entries, lastId, maxDeletedId, entriesAdded, groups }: Stream): Binary[] | null {
  const elements = [idText(lastId), idText(maxDeletedId), String(entriesAdded), String(groups.size)];
  for (const [name, { lastDelivered, entriesRead, pending, consumers }] of groups) {
    // Who reads through a group is busy with it, and will be again.
    if (pending.size > 0 || consumers.size > 0) return null;
    elements.push(name, idText(lastDelivered), entriesRead === null ? '' : String(entriesRead));
  }
  for (const { id, fields } of entries) elements.push(idText(id), String(fields.length), ...fields);
  return elements;
}

function streamOf([
  lastId = '',
  maxDeletedId = '',
  entriesAdded = '',
  count = '',
  ...rest
]: Binary[]): Stream {
  const groups: Stream['groups'] = new Map();
  let at = 0;
  for (; groups.size < Number(count); at += 3) {
    const [name = '', lastDelivered = '', read = ''] = rest.slice(at, at + 3);
    const entriesRead = read === '' ? null : BigInt(read);
    groups.set(name, {
      lastDelivered: idOf(lastDelivered),
      entriesRead,
      pending: new PendingEntries(),
      consumers: new Map(),
    });
  }
  const entries: Stream['entries'] = new Deque();
  while (at < rest.length) {
    const end = at + 2 + Number(rest[at + 1]);
    entries.push({ id: idOf(rest[at] as string), fields: rest.slice(at + 2, end) });
    at = end;
  }
  return {
    entries,
    lastId: idOf(lastId),
    maxDeletedId: idOf(maxDeletedId),
    entriesAdded: BigInt(entriesAdded),
    groups,
  };
}
