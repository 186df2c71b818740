import { advance } from '../../group-progress.ts';
import { indexBehind } from '../../stream-entries.ts';
import { type Binary, type Group, idText, type Stream } from '../../value.ts';
import { type Call, Refused } from '../command.ts';
import { groupOf } from './stream-of.ts';

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
