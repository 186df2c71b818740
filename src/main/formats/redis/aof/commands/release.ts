import { indexOfEntry } from '../../stream-entries.ts';
import { idText, nobody, type PendingEntry, type StreamId } from '../../value.ts';
import { type Call, Refused } from '../command.ts';
import { idOf } from './stream-ids.ts';
import { groupOf, streamOf } from './stream-of.ts';

const modes = ['SILENT', 'FAIL', 'FATAL'] as const;
type Mode = (typeof modes)[number];

interface Release {
  mode: Mode;
  ids: StreamId[];
  retryCount: number | null;
  force: boolean;
}

/** XNACK, since Redis 8.8: consumers give back what they hold, and it stays pending with nobody. */
export function release(call: Call): void {
  const value = streamOf(call);
  const { pending } = groupOf(value.stream, call.binary(2));
  const { mode, ids, retryCount, force } = releaseOf(call);
  for (const id of ids) {
    const before = pending.get(idText(id));
    if (!before && !(force && indexOfEntry(value.stream, id) >= 0)) continue;
    const deliveries = retryCount ?? deliveriesAfter(mode, before);
    pending.set(idText(id), { id, consumer: nobody, deliveredAt: 0, deliveries });
  }
  call.keys.changed(call.binary(1), value);
}

/** A consumer that gives it back unread has not had it; one that cannot ever do with it says so by the highest count. */
function deliveriesAfter(mode: Mode, before: PendingEntry | undefined): number {
  const deliveries = before?.deliveries ?? 0;
  if (mode === 'FATAL') return Number.MAX_SAFE_INTEGER;
  return mode === 'SILENT' ? Math.max(0, deliveries - 1) : deliveries;
}

function releaseOf(call: Call): Release {
  const mode = modes.find((each) => each === call.word(3));
  if (!mode) throw call.unknownOption(3);
  const release: Release = { mode, ids: [], retryCount: null, force: false };
  for (let at = 4; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'FORCE') release.force = true;
    else if (option === 'RETRYCOUNT') release.retryCount = call.number(++at);
    else if (option === 'IDS') {
      const count = call.number(at + 1);
      if (count < 1 || at + 2 + count > call.count) throw new Refused('syntax');
      release.ids = Array.from(call.binaries(at + 2, at + 2 + count), idOf);
      at += 1 + count;
    } else throw call.unknownOption(at);
  }
  if (release.ids.length === 0) throw new Refused('syntax');
  return release;
}
