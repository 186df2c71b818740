import { indexOfEntry } from '../../stream-entries.ts';
import { compareIds, type Group, idText, type Stream, type StreamId } from '../../value.ts';
import { type Call, Refused } from '../command.ts';
import { idOf } from './stream-ids.ts';

/**
 * What becomes of an entry that groups still hold as pending, since Redis 8.2: they keep it, they lose it as well, or
 * it stays until none holds it and all have had it.
 */
export type References = 'KEEPREF' | 'DELREF' | 'ACKED';

export function isReferences(word: string): word is References {
  return word === 'KEEPREF' || word === 'DELREF' || word === 'ACKED';
}

/** Removes the entries with these ids, as far as the references let it. Those that are not there may be referred to. */
export function removeEntries(stream: Stream, ids: readonly StreamId[], references: References): void {
  for (const id of ids) {
    if (references === 'DELREF') forget(stream, idText(id));
    const at = indexOfEntry(stream, id);
    if (at < 0) continue;
    if (references === 'ACKED' && isReferredTo(stream, id)) continue;
    if (compareIds(id, stream.maxDeletedId) > 0) stream.maxDeletedId = id;
    stream.entries.delete(at);
  }
}

/** No group holds the entry as pending any more. */
export function forget(stream: Stream, name: string): void {
  for (const { pending } of stream.groups.values()) pending.delete(name);
}

function isReferredTo(stream: Stream, id: StreamId): boolean {
  const name = idText(id);
  return [...stream.groups.values()].some(
    (group) => group.pending.has(name) || compareIds(group.lastDelivered, id) < 0,
  );
}

/** XDELEX and XACKDEL, from the words behind the names on: a policy, if there, and `IDS`, a count, the ids. */
export function idsAndReferences(call: Call, from: number): { ids: StreamId[]; references: References } {
  let references: References = 'KEEPREF';
  let ids: StreamId[] | null = null;
  for (let at = from; at < call.count; at++) {
    const word = call.word(at);
    if (isReferences(word)) references = word;
    else if (word !== 'IDS') throw call.unknownOption(at);
    else {
      const count = call.number(at + 1);
      if (count < 1 || at + 2 + count > call.count) throw new Refused('syntax');
      ids = Array.from(call.binaries(at + 2, at + 2 + count), idOf);
      at += 1 + count;
    }
  }
  if (ids === null) throw new Refused('syntax');
  return { ids, references };
}

/** XACKDEL: the group holds the entries no more, and they are removed. Those that it does not hold stay. */
export function acknowledgeAndRemove(
  stream: Stream,
  group: Group,
  ids: readonly StreamId[],
  references: References,
): void {
  for (const id of ids) if (group.pending.delete(idText(id))) removeEntries(stream, [id], references);
}
