import { advance } from '../../group-progress.ts';
import { indexBehind } from '../../stream-entries.ts';
import { type Binary, idText, type PendingEntry, type Stream, type StreamId } from '../../value.ts';
import { whole, word } from '../arguments.ts';
import { type Blocked, type Call, type CommandSpec, command, type Told } from '../command.ts';
import type { Database } from '../database.ts';
import { errors, fail } from '../errors.ts';
import { mapReply, nullArray, type Reply } from '../reply.ts';
import { deliver, firstOf, seeConsumer } from './delivery.ts';
import { strictId } from './ids.ts';
import { entryAt, entryReply, type StreamValue } from './stream.ts';
import { type NamedGroup, tellConsumer, tellPending, tellProgress } from './tell-group.ts';

interface ReadRequest {
  /** Negative or 0 = all. */
  count: number;
  /** null = answers at once. */
  blockMs: number | null;
  group: { name: Binary; consumer: Binary } | null;
  acknowledges: boolean;
  streams: { key: Binary; from: From }[];
}

/** What comes behind an id, or what no consumer of the group has had. */
type From = StreamId | 'new';

function requestOf({ args, db }: Call, isGroup: boolean): ReadRequest {
  const name = isGroup ? 'XREADGROUP' : 'XREAD';
  const request: ReadRequest = { count: 0, blockMs: null, group: null, acknowledges: false, streams: [] };
  for (let at = 1; at < args.length; at++) {
    const option = word(args[at]);
    const left = args.length - at - 1;
    if (option === 'BLOCK' && left >= 1) request.blockMs = blockTime(args[++at] as Binary);
    else if (option === 'COUNT' && left >= 1) request.count = Math.max(0, whole(args[++at] as Binary));
    else if (option === 'STREAMS' && left >= 1) {
      if (left % 2 !== 0) {
        fail(`ERR Unbalanced ${name} list of streams: for each stream key an ID or '$' must be specified.`);
      }
      if (isGroup && !request.group) fail('ERR Missing GROUP option for XREADGROUP');
      const keys = args.slice(at + 1, at + 1 + left / 2);
      const ids = args.slice(at + 1 + left / 2);
      request.streams = keys.map((key, index) => ({
        key,
        from: fromOf(db, key, ids[index] as Binary, request),
      }));
      return request;
    } else if (option === 'GROUP' && left >= 2) {
      if (!isGroup) fail('ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.');
      request.group = { name: args[++at] as Binary, consumer: args[++at] as Binary };
    } else if (option === 'NOACK') {
      if (!isGroup) fail('ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.');
      request.acknowledges = true;
    } else fail(errors.syntax);
  }
  return fail(errors.syntax);
}

function blockTime(text: Binary): number {
  const ms = whole(text, 'ERR timeout is not an integer or out of range');
  return ms < 0 ? fail('ERR timeout is negative') : ms;
}

function fromOf(db: Database, key: Binary, text: Binary, { group }: ReadRequest): From {
  const value = db.typed(key, 'stream');
  if (group && !value?.stream.groups.has(group.name)) {
    fail(`NOGROUP No such key '${key}' or consumer group '${group.name}' in XREADGROUP with GROUP option`);
  }
  if (text === '$') {
    if (group) {
      fail(
        'ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.',
      );
    }
    return value?.stream.lastId ?? { ms: 0n, seq: 0n };
  }
  if (text === '>') {
    if (!group)
      fail(
        'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
      );
    return 'new';
  }
  return strictId(text);
}

function read(call: Call, isGroup: boolean): Reply | Blocked {
  const request = requestOf(call, isGroup);
  const { db, nowMs, told } = call;
  const keys = request.streams.map(({ key }) => key);
  const attempt = (atMs: number): Reply | Blocked => {
    told.otherwise();
    const found = request.streams.flatMap(({ key, from }): [Binary, Reply][] => {
      const entries = readOne(call, key, from, request, atMs);
      return entries === null ? [] : [[key, entries]];
    });
    if (found.length > 0) return call.client.version === 3 ? mapReply(found) : found;
    if (request.blockMs === null) return nullArray;
    return {
      kind: 'blocked',
      waitsFor: 'stream',
      hearsOfEnd: request.group !== null,
      keys,
      timeoutMs: request.blockMs === 0 ? null : request.blockMs,
      onTimeout: nullArray,
      retry: () => {
        checkStillThere(db, request);
        return attempt(call.server.keyspace.nowMs);
      },
    };
  };
  return attempt(nowMs);
}

/** Whoever waits for a group hears when it goes. */
function checkStillThere(db: Database, { group, streams }: ReadRequest): void {
  if (!group) return;
  for (const { key } of streams) {
    const value = db.peek(key);
    if (value?.type !== 'stream') fail('UNBLOCKED the stream key no longer exists');
    if (!value.stream.groups.has(group.name)) {
      fail('NOGROUP the consumer group this client was blocked on no longer exists');
    }
  }
}

/** null when there is nothing to read. */
function readOne(call: Call, key: Binary, from: From, request: ReadRequest, nowMs: number): Reply | null {
  const value = call.db.typed(key, 'stream');
  if (!value) return null;
  if (request.group) return readForGroup(call, key, value, from, request, nowMs);
  const entries = entriesAfter(value, from as StreamId, request.count);
  return entries.length === 0 ? null : entries.map(entryReply);
}

function entriesAfter({ stream }: StreamValue, id: StreamId, count: number) {
  const at = indexBehind(stream, id);
  return stream.entries.slice(at, count === 0 ? undefined : at + count);
}

function readForGroup(
  { db, told }: Call,
  key: Binary,
  value: StreamValue,
  from: From,
  request: ReadRequest,
  nowMs: number,
): Reply | null {
  const { name, consumer } = request.group as { name: Binary; consumer: Binary };
  const group =
    value.stream.groups.get(name) ?? fail(`NOGROUP No such key '${key}' or consumer group '${name}'`);
  const named = { key, name, group };
  if (from !== 'new') {
    const isNew = seeConsumer(db, key, group, consumer, nowMs);
    if (isNew) tellConsumer(told, named, consumer);
    db.changed(key, value);
    return history(told, { named, stream: value.stream, consumer, from, count: request.count, nowMs });
  }
  const entries = entriesAfter(value, group.lastDelivered, request.count);
  if (entries.length === 0) return null;
  const isNew = seeConsumer(db, key, group, consumer, nowMs);
  if (isNew && request.acknowledges) tellConsumer(told, named, consumer);
  for (const { id } of entries) {
    advance(value.stream, group, id);
    if (!request.acknowledges) tellPending(told, named, deliver(group, id, consumer, nowMs));
  }
  if (request.acknowledges) tellProgress(told, named);
  db.changed(key, value);
  return entries.map(entryReply);
}

interface HistoryRequest {
  named: NamedGroup;
  stream: Stream;
  consumer: Binary;
  from: StreamId;
  /** 0 = all. */
  count: number;
  nowMs: number;
}

/** What the consumer has had and not acknowledged; an entry that is deleted comes without its fields. */
function history(told: Told, { named, stream, consumer, from, count, nowMs }: HistoryRequest): Reply {
  const { group } = named;
  const own = heldBy(consumer, group.pending.notBelow({ ms: from.ms, seq: from.seq + 1n }));
  return firstOf(own, count === 0 ? Number.POSITIVE_INFINITY : count).map((pending) => {
    const entry = entryAt(stream, pending.id);
    if (!entry) return [idText(pending.id), nullArray];
    const again = { ...pending, deliveredAt: nowMs, deliveries: pending.deliveries + 1 };
    group.pending.set(idText(pending.id), again);
    tellPending(told, named, again);
    return entryReply(entry);
  });
}

function* heldBy(consumer: Binary, entries: Iterable<PendingEntry>): Generator<PendingEntry> {
  for (const entry of entries) if (entry.consumer === consumer) yield entry;
}

function streamKeys(args: readonly Binary[]): number[] {
  const at = args.findIndex((arg) => word(arg) === 'STREAMS');
  const count = Math.floor((args.length - at - 1) / 2);
  return at < 0 ? [] : Array.from({ length: count }, (_, index) => at + 1 + index);
}

export const readCommands: readonly CommandSpec[] = [
  command(
    'xread',
    -4,
    'readonly blocking movablekeys',
    null,
    '5.0.0',
    'Entries behind an id, and waits for them',
    (call) => read(call, false),
    {
      findKeys: streamKeys,
    },
  ),
  command(
    'xreadgroup',
    -7,
    'write blocking movablekeys',
    null,
    '5.0.0',
    'Entries for a consumer of a group',
    (call) => read(call, true),
    {
      findKeys: streamKeys,
    },
  ),
];
