import {
  type Binary,
  compareIds,
  type Group,
  idText,
  type PendingEntry,
  type Stream,
  type StreamEntry,
  type StreamId,
} from '../../value.ts';
import { whole, word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail } from '../errors.ts';
import type { Reply } from '../reply.ts';
import { firstOf, seeConsumer } from './delivery.ts';
import { parseId, startOf, strictId } from './ids.ts';
import { entryAt, entryReply, groupOf } from './stream.ts';
import { tellPending, tellProgress } from './tell-group.ts';

interface ClaimOptions {
  /** ms since 1970. */
  deliveredAt: number;
  retryCount: number | null;
  isForced: boolean;
  onlyIds: boolean;
  lastId: StreamId | null;
}

/** Gives pending entries to a consumer, if they have been idle for long enough. */
function claim({ args, db, nowMs, told }: Call): Reply {
  const [, key, groupName, consumer, idleText] = args as [Binary, Binary, Binary, Binary, Binary];
  const { value, group } = groupOf(db, key, groupName);
  const { stream } = value;
  const minIdleMs = Math.max(0, whole(idleText, 'ERR Invalid min-idle-time argument for XCLAIM'));
  let at = 5;
  while (at < args.length && parseId(args[at] as Binary)) at++;
  const ids = args.slice(5, at).map((text) => strictId(text));
  const options = claimOptions(args, at, nowMs);
  const named = { key, name: groupName, group };
  told.otherwise();
  let isProgressTold = true;
  if (options.lastId && compareIds(options.lastId, group.lastDelivered) > 0) {
    group.lastDelivered = options.lastId;
    isProgressTold = false;
  }
  const claimed: Reply[] = [];
  for (const id of ids) {
    const before = group.pending.get(idText(id));
    const entry = claimOne(stream, group, id, options, minIdleMs, nowMs);
    if (entry) {
      // Whoever gets nothing is no consumer by that.
      seeConsumer(db, key, group, consumer, nowMs);
      tellPending(told, named, take(group, id, consumer, options));
    } else if (before && !group.pending.has(idText(id))) tellPending(told, named, before);
    else continue;
    isProgressTold = true;
    if (entry) claimed.push(options.onlyIds ? idText(id) : entryReply(entry));
  }
  if (!isProgressTold) tellProgress(told, named);
  db.changed(key, value);
  return claimed;
}

/** The entry, if it is pending now and may be taken. */
function claimOne(
  stream: Stream,
  group: Group,
  id: StreamId,
  options: ClaimOptions,
  minIdleMs: number,
  nowMs: number,
): StreamEntry | null {
  const name = idText(id);
  const entry = entryAt(stream, id);
  const before = group.pending.get(name);
  if (!entry) {
    // What is deleted is not to be acknowledged any more.
    group.pending.delete(name);
    return null;
  }
  if (!before && !options.isForced) return null;
  if (before && minIdleMs > 0 && nowMs - (before.deliveredAt ?? 0) < minIdleMs) return null;
  return entry;
}

/** The consumer holds the entry from now on, as is returned; one that was not pending counts as delivered once. */
function take(
  { pending }: Group,
  id: StreamId,
  consumer: Binary,
  { deliveredAt, retryCount, onlyIds }: Pick<ClaimOptions, 'deliveredAt' | 'retryCount' | 'onlyIds'>,
): PendingEntry {
  const name = idText(id);
  const before = pending.get(name)?.deliveries ?? 1;
  const deliveries = retryCount ?? (onlyIds ? before : before + 1);
  const entry = { id, consumer, deliveredAt, deliveries };
  pending.set(name, entry);
  return entry;
}

function claimOptions(args: readonly Binary[], from: number, nowMs: number): ClaimOptions {
  const options: ClaimOptions = {
    deliveredAt: nowMs,
    retryCount: null,
    isForced: false,
    onlyIds: false,
    lastId: null,
  };
  for (let at = from; at < args.length; at++) {
    const option = word(args[at]);
    const hasMore = at + 1 < args.length;
    if (option === 'FORCE') options.isForced = true;
    else if (option === 'JUSTID') options.onlyIds = true;
    else if (option === 'IDLE' && hasMore)
      options.deliveredAt =
        nowMs - whole(args[++at] as Binary, 'ERR Invalid IDLE option argument for XCLAIM');
    else if (option === 'TIME' && hasMore)
      options.deliveredAt = whole(args[++at] as Binary, 'ERR Invalid TIME option argument for XCLAIM');
    else if (option === 'RETRYCOUNT' && hasMore) {
      const count = whole(args[++at] as Binary, 'ERR Invalid RETRYCOUNT option argument for XCLAIM');
      // A negative one counts as not given.
      options.retryCount = count < 0 ? null : count;
    } else if (option === 'LASTID' && hasMore) options.lastId = strictId(args[++at] as Binary);
    else fail(`ERR Unrecognized XCLAIM option '${args[at]}'`);
  }
  // A time to come would never be idle.
  if (options.deliveredAt < 0 || options.deliveredAt > nowMs) options.deliveredAt = nowMs;
  return options;
}

const usualCount = 100;
/** So many pending entries are looked at for each that is wanted. */
const looksPerEntry = 10;

/** The same for whatever is idle from an id on; answers where to go on. */
function claimIdle({ args, db, nowMs, told }: Call): Reply {
  const [, key, groupName, consumer, idleText, startText] = args as [
    Binary,
    Binary,
    Binary,
    Binary,
    Binary,
    Binary,
  ];
  const minIdleMs = Math.max(0, whole(idleText, 'ERR Invalid min-idle-time argument for XAUTOCLAIM'));
  const from = startOf(startText);
  let [count, onlyIds] = [usualCount, false];
  for (let at = 6; at < args.length; at++) {
    const option = word(args[at]);
    if (option === 'COUNT' && at + 1 < args.length) {
      count = whole(args[++at] as Binary, 'ERR COUNT must be > 0');
      if (count < 1 || count > 2 ** 53) fail('ERR COUNT must be > 0');
    } else if (option === 'JUSTID') onlyIds = true;
    else fail(errors.syntax);
  }
  const { value, group } = groupOf(db, key, groupName);
  const named = { key, name: groupName, group };
  told.otherwise();
  const claimed: Reply[] = [];
  const deleted: Reply[] = [];
  const most = count * looksPerEntry;
  const entries = firstOf(group.pending.notBelow(from), most + 1);
  let at = 0;
  for (
    let looks = most;
    at < entries.length && looks > 0 && claimed.length + deleted.length < count;
    at++, looks--
  ) {
    const pending = entries[at] as PendingEntry;
    const entry = entryAt(value.stream, pending.id);
    if (!entry) {
      group.pending.delete(idText(pending.id));
      tellPending(told, named, pending);
      deleted.push(idText(pending.id));
    } else if (minIdleMs === 0 || nowMs - (pending.deliveredAt ?? 0) >= minIdleMs) {
      seeConsumer(db, key, group, consumer, nowMs);
      const taken = take(group, pending.id, consumer, { deliveredAt: nowMs, retryCount: null, onlyIds });
      tellPending(told, named, taken);
      claimed.push(onlyIds ? idText(pending.id) : entryReply(entry));
    }
  }
  db.changed(key, value);
  const next = entries[at];
  return [next ? idText(next.id) : '0-0', claimed, deleted];
}

const one: KeyRange = [1, 1, 1];
const tips = ['nondeterministic_output'];

export const claimCommands: readonly CommandSpec[] = [
  command('xclaim', -6, 'write fast', one, '5.0.0', 'Gives pending entries to a consumer', claim, { tips }),
  command('xautoclaim', -6, 'write fast', one, '6.2.0', 'Gives idle entries to a consumer', claimIdle, {
    tips,
  }),
];
