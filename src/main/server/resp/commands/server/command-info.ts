import { word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { matchesGlob } from '../../../../formats/redis/commands/glob.ts';
import { helpOf } from '../../../../formats/redis/commands/help.ts';
import { keyPositions } from '../../../../formats/redis/commands/key-positions.ts';
import { mapReply, type Reply, setReply, status } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import type { Call, Command, CommandSpec, Flag } from '../command.ts';
import { keyFlags } from './key-flags.ts';

/** What access control calls the groups of commands. */
const groupCategories: Readonly<Record<string, string>> = {
  generic: 'keyspace',
  'sorted-set': 'sortedset',
  transactions: 'transaction',
  pubsub: '',
  server: '',
};

function categoriesOf({ group, flags, categories = [], subcommands }: Command): string[] {
  const own = groupCategories[group] ?? group;
  const named = new Set(subcommands.size > 0 ? [] : [own, ...categories]);
  if (flags.has('write')) named.add('write');
  if (flags.has('readonly')) named.add('read');
  if (flags.has('pubsub')) named.add('pubsub');
  if (flags.has('admin')) named.add('admin').add('dangerous');
  if (flags.has('blocking')) named.add('blocking');
  named.add(flags.has('fast') ? 'fast' : 'slow');
  named.delete('');
  return [...named].map((name) => `@${name}`);
}

/** Flags that Redis has and does not tell. */
const untold: ReadonlySet<Flag> = new Set(['may_replicate']);

function infoOf(command: Command): Reply {
  const [first, last, step] = command.keys ?? [0, 0, 0];
  return [
    command.fullName,
    command.arity,
    setReply([...command.flags].filter((flag) => !untold.has(flag)).map(status)),
    first,
    last,
    step,
    setReply(categoriesOf(command).map(status)),
    setReply([...(command.tips ?? [])]),
    setReply([]),
    // None are told as an empty set, as by Redis.
    command.subcommands.size === 0 ? setReply([]) : [...command.subcommands.values()].map(infoOf),
  ];
}

function docsOf(command: Command): Reply {
  const subcommands = [...command.subcommands.values()].map((each): [Reply, Reply] => [
    each.fullName,
    docsOf(each),
  ]);
  return mapReply([
    ['summary', command.summary],
    ['since', command.since],
    ['group', command.group],
    ...(subcommands.length === 0 ? [] : [['subcommands', mapReply(subcommands)] as [Reply, Reply]]),
  ]);
}

/** `config|get`, or the name of a command itself. */
function named({ server }: Call, name: Binary): Command | null {
  const [container = '', sub, beyond] = name.toLowerCase().split('|');
  if (beyond !== undefined) return null;
  const command = server.commands.get(container) ?? null;
  return sub === undefined ? command : (command?.subcommands.get(sub) ?? null);
}

const all = ({ server }: Call): Command[] => [...server.commands.values()];

function info(call: Call): Reply {
  const names = call.args.slice(2);
  if (names.length === 0) return all(call).map(infoOf);
  return names.map((name) => {
    const command = named(call, name);
    return command ? infoOf(command) : null;
  });
}

function docs(call: Call): Reply {
  const names = call.args.slice(2);
  const chosen = names.length === 0 ? all(call) : names.flatMap((name) => named(call, name) ?? []);
  return mapReply(chosen.map((command) => [command.fullName, docsOf(command)]));
}

function list(call: Call): Reply {
  const { args } = call;
  const every = all(call).flatMap((command) => [command, ...command.subcommands.values()]);
  if (args.length === 2) return every.map(({ fullName }) => fullName);
  const [filter, value] = [word(args[3]), args[4]];
  if (word(args[2]) !== 'FILTERBY' || args.length !== 5 || value === undefined) fail(errors.syntax);
  if (filter === 'PATTERN')
    return every.filter(({ fullName }) => matchesGlob(value, fullName, true)).map(({ fullName }) => fullName);
  if (filter === 'MODULE') return [];
  if (filter !== 'ACLCAT') fail(errors.syntax);
  return every
    .filter((command) => categoriesOf(command).includes(`@${value.toLowerCase()}`))
    .map(({ fullName }) => fullName);
}

const getKeys = (call: Call): Reply => keysIn(call).map(({ key }) => key);

const getKeysAndFlags = (call: Call): Reply =>
  keysIn(call).map(({ key, flags }) => [key, setReply(flags.map(status))]);

/** The keys of the command that is asked about, and what it does to each. */
function keysIn({ args, server }: Call): { key: Binary; flags: string[] }[] {
  const words = args.slice(2);
  const command = server.findCommand(words) ?? fail('ERR Invalid command specified');
  // What COMMAND tells as keys of these are the channels of shards.
  if (command.flags.has('pubsub') || (!command.keys && !command.findKeys))
    fail('ERR The command has no key arguments');
  if (command.arity >= 0 ? words.length !== command.arity : words.length < -command.arity) {
    fail('ERR Invalid number of arguments specified for command');
  }
  const positions = keyPositions(command, words);
  if (positions.length === 0) fail('ERR Invalid arguments specified for command');
  return positions.map((at, index) => {
    return { key: words[at] as Binary, flags: keyFlags(command.fullName, words, index === 0) };
  });
}

const flags = 'loading stale';
const categories = ['connection'];

export const commandCommand: CommandSpec = {
  name: 'command',
  arity: -1,
  flags,
  since: '2.8.13',
  summary: 'The commands that there are',
  tips: ['nondeterministic_output_order'],
  categories: ['connection'],
  run: (call) => all(call).map(infoOf),
  subcommands: [
    {
      name: 'count',
      arity: 2,
      flags,
      categories,
      since: '2.8.13',
      summary: 'How many there are',
      run: (call) => all(call).length,
    },
    {
      name: 'info',
      arity: -2,
      flags,
      categories,
      since: '2.8.13',
      summary: 'What each of them takes',
      run: info,
    },
    {
      name: 'docs',
      arity: -2,
      flags,
      categories,
      since: '7.0.0',
      summary: 'What each of them does',
      run: docs,
    },
    { name: 'list', arity: -2, flags, categories, since: '7.0.0', summary: 'Their names', run: list },
    {
      name: 'getkeys',
      arity: -4,
      flags,
      categories,
      since: '2.8.13',
      summary: 'The keys in a command',
      run: getKeys,
    },
    {
      name: 'getkeysandflags',
      arity: -4,
      flags,
      categories,
      since: '7.0.0',
      summary: 'The keys in a command, and what it does to them',
      run: getKeysAndFlags,
    },
    helpOf('COMMAND', [
      '(no subcommand)',
      '    Return details about all Redis commands.',
      'COUNT',
      '    Return the total number of commands in this Redis server.',
      'LIST',
      '    Return a list of all commands in this Redis server.',
      'INFO [<command-name> ...]',
      '    Return details about multiple Redis commands.',
      '    If no command names are given, documentation details for all',
      '    commands are returned.',
      'DOCS [<command-name> ...]',
      '    Return documentation details about multiple Redis commands.',
      '    If no command names are given, documentation details for all',
      '    commands are returned.',
      'GETKEYS <full-command>',
      '    Return the keys from a full Redis command.',
      'GETKEYSANDFLAGS <full-command>',
      '    Return the keys and the access flags from a full Redis command.',
    ]),
  ],
};
