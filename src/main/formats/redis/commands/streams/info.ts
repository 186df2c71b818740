import { lagOf } from '../../group-progress.ts';
import { type Binary, type Group, idText, type PendingEntry, type Stream } from '../../value.ts';
import { whole, word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail, subcommandSyntax } from '../errors.ts';
import { helpOf } from '../help.ts';
import { mapReply, ok, type Reply } from '../reply.ts';

import { entryReply } from './stream.ts';

const usualFullCount = 10;

function streamOf({ args, db }: Call): Stream {
  return (db.typed(args[2] as Binary, 'stream') ?? fail(errors.noSuchKey)).stream;
}

function stream(call: Call): Reply {
  const { args, server, nowMs } = call;
  const count = args.length > 3 ? fullCount(args) : null;
  const { entries, lastId, maxDeletedId, entriesAdded, groups } = streamOf(call);
  const [first, last] = [entries.at(0), entries.at(-1)];
  const blocks = Math.ceil(entries.length / server.config.number('stream-node-max-entries'));
  const facts: [Reply, Reply][] = [
    ['length', entries.length],
    ['radix-tree-keys', blocks],
    ['radix-tree-nodes', blocks + 1],
    ['last-generated-id', idText(lastId)],
    ['max-deleted-entry-id', idText(maxDeletedId)],
    ['entries-added', entriesAdded],
    ['recorded-first-entry-id', first ? idText(first.id) : '0-0'],
  ];
  if (count === null) {
    return mapReply([
      ...facts,
      ['groups', groups.size],
      ['first-entry', first ? entryReply(first) : null],
      ['last-entry', last ? entryReply(last) : null],
    ]);
  }
  const shown = entries.slice(0, count === 0 ? undefined : count);
  const whole: Stream = streamOf(call);
  return mapReply([
    ...facts,
    ['entries', shown.map(entryReply)],
    ['groups', named(groups).map(([name, group]) => fullGroup(whole, name, group, count, nowMs))],
  ]);
}

function fullCount(args: readonly Binary[]): number {
  if (word(args[3]) !== 'FULL' || (args.length !== 4 && args.length !== 6))
    throw subcommandSyntax('XINFO', args[1] as Binary);
  if (args.length === 4) return usualFullCount;
  if (word(args[4]) !== 'COUNT') throw subcommandSyntax('XINFO', args[1] as Binary);
  const count = whole(args[5] as Binary);
  return count < 0 ? usualFullCount : count;
}

/** In the order of their names, as Redis keeps them. */
function named<T>(all: ReadonlyMap<Binary, T>): [Binary, T][] {
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
}

function fullGroup(stream: Stream, name: Binary, group: Group, count: number, nowMs: number): Reply {
  const pending = group.pending.ordered.slice(0);
  const limited = (entries: readonly PendingEntry[]) => (count === 0 ? entries : entries.slice(0, count));
  return mapReply([
    ['name', name],
    ['last-delivered-id', idText(group.lastDelivered)],
    ['entries-read', group.entriesRead],
    ['lag', lagOf(stream, group)],
    ['pel-count', pending.length],
    [
      'pending',
      limited(pending).map((entry) => [
        idText(entry.id),
        entry.consumer,
        entry.deliveredAt ?? 0,
        entry.deliveries,
      ]),
    ],
    [
      'consumers',
      named(group.consumers).map(([consumer, { seenAt }]) => {
        const own = pending.filter((entry) => entry.consumer === consumer);
        return mapReply([
          ['name', consumer],
          ['seen-time', seenAt ?? nowMs],
          ['pel-count', own.length],
          [
            'pending',
            limited(own).map((entry) => [idText(entry.id), entry.deliveredAt ?? 0, entry.deliveries]),
          ],
        ]);
      }),
    ],
  ]);
}

function groups(call: Call): Reply {
  const stream = streamOf(call);
  return named(stream.groups).map(([name, group]) =>
    mapReply([
      ['name', name],
      ['consumers', group.consumers.size],
      ['pending', group.pending.size],
      ['last-delivered-id', idText(group.lastDelivered)],
      ['entries-read', group.entriesRead],
      ['lag', lagOf(stream, group)],
    ]),
  );
}

function consumers(call: Call): Reply {
  const [, , key, name] = call.args as [Binary, Binary, Binary, Binary];
  const group =
    streamOf(call).groups.get(name) ?? fail(`NOGROUP No such consumer group '${name}' for key name '${key}'`);
  return named(group.consumers).map(([consumer, { seenAt }]) =>
    mapReply([
      ['name', consumer],
      ['pending', group.pending.counts.get(consumer) ?? 0],
      ['idle', Math.max(0, call.nowMs - (seenAt ?? call.nowMs))],
    ]),
  );
}

const two: KeyRange = [2, 2, 1];

export const infoCommand: CommandSpec = {
  ...command('xinfo', -2, '', null, '5.0.0', 'What there is to know of a stream', () => ok),
  subcommands: [
    command('stream', -3, 'readonly', two, '5.0.0', 'Of the stream', stream),
    command('groups', 3, 'readonly', two, '5.0.0', 'Of its groups', groups),
    command('consumers', 4, 'readonly', two, '5.0.0', 'Of the consumers of a group', consumers),
    helpOf('XINFO', [
      'CONSUMERS <key> <groupname>',
      '    Show consumers of <groupname>.',
      'GROUPS <key>',
      '    Show the stream consumer groups.',
      'STREAM <key> [FULL [COUNT <count>]',
      '    Show information about the stream.',
    ]),
  ],
};
