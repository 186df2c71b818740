import { indexBehind, indexFrom, indexOfEntry } from '../../stream-entries.ts';
import { type Binary, compareIds, idText, type Stream, type StreamId } from '../../value.ts';
import { integer, whole, word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail, wrongArguments } from '../errors.ts';
import { keyEvents } from '../key-events.ts';
import { nullArray, ok, type Reply } from '../reply.ts';
import { claimCommands } from './claim.ts';
import { groupCommands } from './groups.ts';
import { anyId, endOf, highestId, nextId, startOf, strictId } from './ids.ts';
import { infoCommand } from './info.ts';
import { readCommands } from './read.ts';
import { emptyStream, entryReply } from './stream.ts';
import { exactWords, trim, trimmingOf } from './trimming.ts';

const idTooSmall = 'ERR The ID specified in XADD is equal or smaller than the target stream top item';

function add({ args, db, server, nowMs, told }: Call): Reply {
  const key = args[1] as Binary;
  const trimming = trimmingOf(args, true);
  const wished = args[trimming.end] as Binary;
  const wish = wishedId(wished);
  const fields = args.slice(trimming.end + 1);
  if (fields.length < 2 || fields.length % 2 !== 0) throw wrongArguments('xadd');
  if (wish.ms === 0n && wish.seq === 0n) fail('ERR The ID specified in XADD must be greater than 0-0');
  const value = db.typed(key, 'stream');
  if (!value && !trimming.createsStream) return null;
  const target = value ?? emptyStream();
  const { stream } = target;
  if (compareIds(stream.lastId, highestId) === 0) {
    fail('ERR The stream has exhausted the last possible ID, unable to add more items');
  }
  const id = chosenId(wish, stream, BigInt(nowMs));
  stream.entries.push({ id, fields: [...fields] });
  stream.lastId = id;
  stream.entriesAdded++;
  const trimmed = trim(stream, trimming, server.config.number('stream-node-max-entries'));
  db.changed(key, target, 'xadd');
  const words = exactWords(args, trimming, stream);
  words[trimming.end] = idText(id);
  told.as(...words);
  if (trimmed > 0) db.notify(keyEvents.stream, 'xtrim', key);
  return idText(id);
}

/** null = to be chosen. */
interface WishedId {
  ms: bigint | null;
  seq: bigint | null;
}

function wishedId(text: Binary): WishedId {
  if (text === '*') return { ms: null, seq: null };
  if (/^\d+-\*$/.test(text)) return { ms: strictId(text.slice(0, -2)).ms, seq: null };
  return text === '-' || text === '+' ? anyId(text) : strictId(text);
}

function chosenId({ ms, seq }: WishedId, { lastId }: Stream, nowMs: bigint): StreamId {
  if (ms === null) {
    // The clock may have been set back.
    return nowMs > lastId.ms ? { ms: nowMs, seq: 0n } : (nextId(lastId) as StreamId);
  }
  if (seq !== null) {
    const id = { ms, seq };
    return compareIds(id, lastId) <= 0 ? fail(idTooSmall) : id;
  }
  if (ms < lastId.ms) fail(idTooSmall);
  if (ms > lastId.ms) return { ms, seq: 0n };
  return lastId.seq === highestId.seq ? fail(idTooSmall) : { ms, seq: lastId.seq + 1n };
}

function range({ args, db }: Call, isReverse: boolean): Reply {
  const [first, second] = [args[2] as Binary, args[3] as Binary];
  const from = startOf(isReverse ? second : first);
  const to = endOf(isReverse ? first : second);
  let count = -1;
  for (let at = 4; at < args.length; at++) {
    if (word(args[at]) !== 'COUNT' || at + 1 >= args.length) fail(errors.syntax);
    count = Math.max(0, whole(args[++at] as Binary));
  }
  const value = db.typed(args[1] as Binary, 'stream');
  if (!value) return [];
  if (count === 0) return nullArray;
  const { stream } = value;
  let [start, end] = [indexFrom(stream, from), indexBehind(stream, to)];
  if (count > 0 && isReverse) start = Math.max(start, end - count);
  else if (count > 0) end = Math.min(end, start + count);
  const entries = stream.entries.slice(start, end);
  return (isReverse ? entries.reverse() : entries).map(entryReply);
}

function remove({ args, db }: Call): Reply {
  const key = args[1] as Binary;
  const value = db.typed(key, 'stream');
  if (!value) return 0;
  const ids = args.slice(2).map((text) => anyId(text));
  const { stream } = value;
  let removed = 0;
  for (const id of ids) {
    const at = indexOfEntry(stream, id);
    if (at < 0) continue;
    stream.entries.delete(at);
    if (compareIds(id, stream.maxDeletedId) > 0) stream.maxDeletedId = id;
    removed++;
  }
  if (removed > 0) db.changed(key, value, 'xdel');
  return removed;
}

function trimStream({ args, db, server, told }: Call): Reply {
  const key = args[1] as Binary;
  const trimming = trimmingOf(args, false);
  const value = db.typed(key, 'stream');
  if (!value) return 0;
  const removed = trim(value.stream, trimming, server.config.number('stream-node-max-entries'));
  if (removed > 0) db.changed(key, value, 'xtrim');
  told.as(...exactWords(args, trimming, value.stream));
  return removed;
}

function setLastId({ args, db }: Call): Reply {
  const key = args[1] as Binary;
  const id = strictId(args[2] as Binary);
  let [added, deleted]: [bigint | null, StreamId | null] = [null, null];
  for (let at = 3; at < args.length; at += 2) {
    const option = word(args[at]);
    const value = args[at + 1];
    if (option === 'ENTRIESADDED' && value !== undefined) {
      added = integer(value);
      if (added < 0n) fail('ERR entries_added must be positive');
    } else if (option === 'MAXDELETEDID' && value !== undefined) {
      deleted = strictId(value);
      if (compareIds(id, deleted) < 0)
        fail('ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id');
    } else fail(errors.syntax);
  }
  const value = db.typed(key, 'stream') ?? fail(errors.noSuchKey);
  const { stream } = value;
  const top = stream.entries.at(-1);
  if (top && compareIds(id, top.id) < 0)
    fail('ERR The ID specified in XSETID is smaller than the target stream top item');
  if (top && added !== null && added < BigInt(stream.entries.length)) {
    fail('ERR The entries_added specified in XSETID is smaller than the target stream length');
  }
  stream.lastId = id;
  if (added !== null) stream.entriesAdded = added;
  if (deleted !== null && compareIds(deleted, { ms: 0n, seq: 0n }) !== 0) stream.maxDeletedId = deleted;
  db.changed(key, value, 'xsetid');
  return ok;
}

const one: KeyRange = [1, 1, 1];

export const streamCommands: readonly CommandSpec[] = [
  command('xadd', -5, 'write denyoom fast', one, '5.0.0', 'Puts an entry behind a stream', add, {
    tips: ['nondeterministic_output'],
  }),
  command(
    'xlen',
    2,
    'readonly fast',
    one,
    '5.0.0',
    'How many entries there are',
    ({ args, db }) => db.typed(args[1] as Binary, 'stream')?.stream.entries.length ?? 0,
  ),
  command('xrange', -4, 'readonly', one, '5.0.0', 'A range of entries', (call) => range(call, false)),
  command('xrevrange', -4, 'readonly', one, '5.0.0', 'A range of entries, from the end', (call) =>
    range(call, true),
  ),
  command('xdel', -3, 'write fast', one, '5.0.0', 'Deletes entries', remove),
  command('xtrim', -4, 'write', one, '5.0.0', 'Deletes the oldest entries', trimStream, {
    tips: ['nondeterministic_output'],
  }),
  command('xsetid', -3, 'write denyoom fast', one, '5.0.0', 'Sets the last id', setLastId),
  ...readCommands,
  ...groupCommands,
  ...claimCommands,
  infoCommand,
];
