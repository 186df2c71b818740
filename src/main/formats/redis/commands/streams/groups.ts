import { PendingEntries } from '../../pending-entries.ts';
import {
  type Binary,
  compareIds,
  type Group,
  idText,
  type PendingEntry,
  type StreamId,
} from '../../value.ts';
import { integer, whole, word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail, subcommandSyntax } from '../errors.ts';
import { helpOf } from '../help.ts';
import { nullArray, ok, type Reply } from '../reply.ts';
import { firstOf, seeConsumer } from './delivery.ts';
import { anyId, endOf, startOf, strictId } from './ids.ts';
import { emptyStream, groupOf, type StreamValue } from './stream.ts';

const noStream =
  'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.';

interface Options {
  createsStream: boolean;
  entriesRead: bigint | null;
}

function optionsOf(args: readonly Binary[], takesCreation: boolean): Options {
  const options: Options = { createsStream: false, entriesRead: null };
  for (let at = 5; at < args.length; at++) {
    const option = word(args[at]);
    if (option === 'MKSTREAM' && takesCreation) options.createsStream = true;
    else if (option === 'ENTRIESREAD' && at + 1 < args.length) {
      const read = integer(args[++at] as Binary);
      if (read < -1n) fail('ERR value for ENTRIESREAD must be positive or -1');
      options.entriesRead = read === -1n ? null : read;
    } else throw subcommandSyntax('XGROUP', args[1] as Binary);
  }
  return options;
}

function positionOf(text: Binary, value: StreamValue | null, idOf = strictId): StreamId {
  return text === '$' ? (value?.stream.lastId ?? { ms: 0n, seq: 0n }) : idOf(text);
}

function create({ args, db }: Call): Reply {
  const [, , key, name, idText] = args as [Binary, Binary, Binary, Binary, Binary];
  const { createsStream, entriesRead } = optionsOf(args, true);
  const there = db.typed(key, 'stream');
  if (!there && !createsStream) fail(noStream);
  const lastDelivered = positionOf(idText, there);
  const value = there ?? emptyStream();
  if (value.stream.groups.has(name)) fail('BUSYGROUP Consumer Group name already exists');
  value.stream.groups.set(name, {
    lastDelivered,
    entriesRead,
    pending: new PendingEntries(),
    consumers: new Map(),
  });
  db.changed(key, value, 'xgroup-create');
  return ok;
}

/** The group that a subcommand works on. */
function existing({ args, db }: Call): { key: Binary; name: Binary; value: StreamValue; group: Group } {
  const [, , key, name] = args as [Binary, Binary, Binary, Binary];
  const value = db.typed(key, 'stream') ?? fail(noStream);
  const group =
    value.stream.groups.get(name) ?? fail(`NOGROUP No such consumer group '${name}' for key name '${key}'`);
  return { key, name, value, group };
}

function setId(call: Call): Reply {
  const { entriesRead } = optionsOf(call.args, false);
  const { key, value, group } = existing(call);
  group.lastDelivered = positionOf(call.args[4] as Binary, value, anyId);
  group.entriesRead = entriesRead;
  call.db.changed(key, value, 'xgroup-setid');
  return ok;
}

function destroy({ args, db }: Call): Reply {
  const [, , key, name] = args as [Binary, Binary, Binary, Binary];
  const value = db.typed(key, 'stream') ?? fail(noStream);
  if (!value.stream.groups.delete(name)) return 0;
  db.changed(key, value, 'xgroup-destroy');
  return 1;
}

function createConsumer(call: Call): Reply {
  const { key, value, group } = existing(call);
  const consumer = call.args[4] as Binary;
  if (group.consumers.has(consumer)) return 0;
  seeConsumer(call.db, key, group, consumer, call.nowMs);
  call.db.changed(key, value);
  return 1;
}

/** Returns how many entries it had not acknowledged. */
function deleteConsumer(call: Call): Reply {
  const { key, value, group } = existing(call);
  const consumer = call.args[4] as Binary;
  if (!group.consumers.delete(consumer)) return 0;
  const own = [...group.pending].filter(([, entry]) => entry.consumer === consumer);
  for (const [id] of own) group.pending.delete(id);
  call.db.changed(key, value, 'xgroup-delconsumer');
  return own.length;
}

function acknowledge({ args, db }: Call): Reply {
  const key = args[1] as Binary;
  const value = db.typed(key, 'stream');
  const group = value?.stream.groups.get(args[2] as Binary);
  if (!value || !group) return 0;
  const ids = args.slice(3).map((text) => strictId(text));
  const acknowledged = ids.filter((id) => group.pending.delete(idText(id))).length;
  if (acknowledged > 0) db.changed(key, value);
  return acknowledged;
}

function pending(call: Call): Reply {
  const { args, db, nowMs } = call;
  if (args.length > 3 && args.length < 6) fail(errors.syntax);
  const query = args.length > 3 ? pendingQuery(args) : null;
  const { group } = groupOf(db, args[1] as Binary, args[2] as Binary);
  if (query === null) return summary(group);
  return firstOf(chosenPending(group, query, nowMs), query.count).map((entry) => [
    idText(entry.id),
    entry.consumer,
    Math.max(0, nowMs - (entry.deliveredAt ?? nowMs)),
    entry.deliveries,
  ]);
}

function* chosenPending(
  { pending }: Group,
  { from, to, consumer, idleMs }: ReturnType<typeof pendingQuery>,
  nowMs: number,
): Generator<PendingEntry> {
  for (const entry of pending.notBelow(from)) {
    if (compareIds(entry.id, to) > 0) return;
    if (consumer !== null && entry.consumer !== consumer) continue;
    if (nowMs - (entry.deliveredAt ?? 0) >= idleMs) yield entry;
  }
}

function pendingQuery(args: readonly Binary[]) {
  let at = 3;
  let idleMs = 0;
  if (word(args[3]) === 'IDLE') {
    idleMs = whole(args[4] as Binary);
    if (args.length < 8) fail(errors.syntax);
    at = 5;
  }
  const count = Math.max(0, whole(args[at + 2] as Binary));
  const [from, to] = [startOf(args[at] as Binary), endOf(args[at + 1] as Binary)];
  return { from, to, count, consumer: args[at + 3] ?? null, idleMs };
}

function summary({ pending }: Group): Reply {
  const [first, last] = [pending.ordered.at(0), pending.ordered.at(-1)];
  if (!first || !last) return [0, null, null, nullArray];
  const consumers = [...pending.counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => [name, String(count)]);
  return [pending.size, idText(first.id), idText(last.id), consumers];
}

const one: KeyRange = [1, 1, 1];
const two: KeyRange = [2, 2, 1];

const groupCommand: CommandSpec = {
  ...command('xgroup', -2, '', null, '5.0.0', 'The consumer groups of a stream', () => ok),
  subcommands: [
    command('create', -5, 'write denyoom', two, '5.0.0', 'Makes a group', create),
    command('setid', -5, 'write', two, '5.0.0', 'Sets how far a group has got', setId),
    command('destroy', 4, 'write', two, '5.0.0', 'Deletes a group', destroy),
    command('createconsumer', 5, 'write denyoom', two, '6.2.0', 'Makes a consumer', createConsumer),
    command('delconsumer', 5, 'write', two, '5.0.0', 'Deletes a consumer', deleteConsumer),
    helpOf('XGROUP', [
      'CREATE <key> <groupname> <id|$> [option]',
      '    Create a new consumer group. Options are:',
      '    * MKSTREAM',
      '      Create the empty stream if it does not exist.',
      '    * ENTRIESREAD entries_read',
      "      Set the group's entries_read counter (internal use).",
      'CREATECONSUMER <key> <groupname> <consumer>',
      '    Create a new consumer in the specified group.',
      'DELCONSUMER <key> <groupname> <consumer>',
      '    Remove the specified consumer.',
      'DESTROY <key> <groupname>',
      '    Remove the specified group.',
      'SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]',
      '    Set the current group ID and entries_read counter.',
    ]),
  ],
};

export const groupCommands: readonly CommandSpec[] = [
  groupCommand,
  command('xack', -4, 'write fast', one, '5.0.0', 'Acknowledges entries', acknowledge),
  command('xpending', -3, 'readonly', one, '5.0.0', 'What waits for being acknowledged', pending, {
    tips: ['nondeterministic_output'],
  }),
];
