import { PendingEntries } from '../../pending-entries.ts';
import { type Binary, type Group, idText, type Stream, type StreamId } from '../../value.ts';
import { type Call, Refused } from '../command.ts';
import { idOf } from './stream-ids.ts';
import { groupOf, newStream, streamOf } from './stream-of.ts';

/** Consumer groups: what they have been handed, to whom, and what they have done with it. */

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
