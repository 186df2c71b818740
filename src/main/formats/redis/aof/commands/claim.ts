import { indexOfEntry } from '../../stream-entries.ts';
import { compareIds, type Group, idText, type Stream, type StreamId } from '../../value.ts';
import type { Call } from '../command.ts';
import { idOf } from './stream-ids.ts';

interface Options {
  deliveredAt: number | null;
  retryCount: number | null;
  force: boolean;
  justId: boolean;
  lastId: StreamId | null;
}

/**
 * XCLAIM: gives pending entries to a consumer. It is what a log holds in place of reads through a group, too. When a
 * consumer was last seen is not in it.
 */
export function claim(call: Call, stream: Stream, group: Group): void {
  let at = 5;
  while (at < call.count && /^\d/.test(call.binary(at))) at++;
  const ids = [...call.binaries(5, at)].map(idOf);
  const options = optionsOf(call, at);
  const consumer = call.binary(3);
  if (options.lastId && compareIds(options.lastId, group.lastDelivered) > 0)
    group.lastDelivered = options.lastId;
  group.consumers.set(consumer, { seenAt: null });
  for (const id of ids) {
    const name = idText(id);
    const before = group.pending.get(name);
    if (indexOfEntry(stream, id) < 0) {
      group.pending.delete(name);
      continue;
    }
    if (!before && !options.force) continue;
    const deliveries = options.retryCount ?? (before?.deliveries ?? 1) + (options.justId || !before ? 0 : 1);
    group.pending.set(name, { id, consumer, deliveredAt: options.deliveredAt, deliveries });
  }
}

function optionsOf(call: Call, from: number): Options {
  const options: Options = { deliveredAt: null, retryCount: null, force: false, justId: false, lastId: null };
  for (let at = from; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'TIME') options.deliveredAt = call.time(++at);
    // How long ago: the log does not say from when on.
    else if (option === 'IDLE') at++;
    else if (option === 'RETRYCOUNT') options.retryCount = call.number(++at);
    else if (option === 'LASTID') options.lastId = idOf(call.binary(++at));
    else if (option === 'FORCE') options.force = true;
    else if (option === 'JUSTID') options.justId = true;
    else throw call.unknownOption(at);
  }
  return options;
}
