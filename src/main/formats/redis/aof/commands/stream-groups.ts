import { advance } from '../../group-progress.ts';
import { PendingEntries } from '../../pending-entries.ts';
import { indexBehind } from '../../stream-entries.ts';
import { type Binary, type Group, idText, type Stream, type StreamId } from '../../value.ts';
import { type Call, Refused } from '../command.ts';
import { idOf } from './stream-ids.ts';
import { newStream, streamOf } from './stream-value.ts';

/** Consumer groups: what they have been handed, to whom, and what they have done with it. */

export function groupOf(stream: Stream, name: Binary): Group {
  const group = stream.groups.get(name);
  if (!group) throw new Refused('no such group');
  return group;
}

/** XGROUP, a word, the key, the group, and what the word takes. */
export function changeGroup(call: Call): void {
  const action = call.word(1);
  const key = call.binary(2);
  const options = groupOptions(call);
  const there = call.value(key, 'stream');
  if (!there && !(action === 'CREATE' && options.makesStream)) throw new Refused('no such stream');
  const value = there ?? newStream();
  const { stream } = value;
  const name = call.binary(3);
  if (action === 'CREATE') {
    if (stream.groups.has(name)) throw new Refused('the group is there');
    const lastDelivered = position(call, stream);
    stream.groups.set(name, {
      lastDelivered,
      entriesRead: options.entriesRead,
      pending: new PendingEntries(),
      consumers: new Map(),
    });
  } else if (action === 'SETID') {
    Object.assign(groupOf(stream, name), {
      lastDelivered: position(call, stream),
      entriesRead: options.entriesRead,
    });
  } else if (action === 'DESTROY') stream.groups.delete(name);
  else if (action === 'CREATECONSUMER') {
    const { consumers } = groupOf(stream, name);
    if (!consumers.has(call.binary(4))) consumers.set(call.binary(4), { seenAt: null });
  } else if (action === 'DELCONSUMER') deleteConsumer(groupOf(stream, name), call.binary(4));
  else throw call.unknownOption(1);
  call.keys.changed(key, value);
}

function position(call: Call, stream: Stream): StreamId {
  return call.binary(4) === '$' ? stream.lastId : idOf(call.binary(4));
}

/** What CREATE and SETID take behind the id. */
function groupOptions(call: Call): { makesStream: boolean; entriesRead: bigint | null } {
  let makesStream = false;
  let entriesRead: bigint | null = null;
  for (let at = 5; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'MKSTREAM') makesStream = true;
    else if (option === 'ENTRIESREAD') {
      const read = call.integer(++at);
      entriesRead = read < 0n ? null : read;
    } else throw call.unknownOption(at);
  }
  return { makesStream, entriesRead };
}

function deleteConsumer(group: Group, name: Binary): void {
  group.consumers.delete(name);
  for (const [id, { consumer }] of group.pending) if (consumer === name) group.pending.delete(id);
}

export function acknowledge(call: Call): void {
  const value = streamOf(call);
  const group = groupOf(value.stream, call.binary(2));
  for (const text of call.binaries(3)) group.pending.delete(idText(idOf(text)));
  call.keys.changed(call.binary(1), value);
}

/** XREADGROUP. Servers log what it did as other commands; where it stands itself, it does the same. */
export function readByGroup(call: Call): void {
  let at = 1;
  let [count, isAcknowledged] = [Number.POSITIVE_INFINITY, false];
  let [group, consumer] = ['', ''];
  for (; call.word(at) !== 'STREAMS'; at++) {
    const option = call.word(at);
    if (option === 'GROUP') [group, consumer] = [call.binary(++at), call.binary(++at)];
    else if (option === 'COUNT') count = call.number(++at) || Number.POSITIVE_INFINITY;
    else if (option === 'BLOCK') call.number(++at);
    else if (option === 'NOACK') isAcknowledged = true;
    else throw call.unknownOption(at);
  }
  const keys = (call.count - at - 1) / 2;
  if (!Number.isInteger(keys)) throw new Refused('syntax');
  const reads = Array.from({ length: keys }, (_, i) => {
    const key = call.binary(at + 1 + i);
    const value = call.value(key, 'stream');
    if (!value) throw new Refused('no such stream');
    return { key, value, group: groupOf(value.stream, group), id: call.binary(at + 1 + keys + i) };
  });
  for (const { key, value, group: own, id } of reads) {
    if (!own.consumers.has(consumer)) own.consumers.set(consumer, { seenAt: null });
    if (id === '>') deliver(value.stream, own, consumer, count, isAcknowledged);
    call.keys.changed(key, value);
  }
}

/** Hands the entries that the group has not had to one of its consumers. */
function deliver(
  stream: Stream,
  group: Group,
  consumer: Binary,
  count: number,
  isAcknowledged: boolean,
): void {
  const from = indexBehind(stream, group.lastDelivered);
  const fresh = stream.entries.slice(from, from + count);
  for (const { id } of fresh) {
    advance(stream, group, id);
    if (isAcknowledged) continue;
    group.pending.set(idText(id), { id, consumer, deliveredAt: null, deliveries: 1 });
  }
}
