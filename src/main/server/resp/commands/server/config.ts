import type { FsyncPolicy } from '../../../../../shared/model.ts';
import { fail } from '../../../../formats/redis/commands/errors.ts';
import { matchesGlob } from '../../../../formats/redis/commands/glob.ts';
import { helpOf } from '../../../../formats/redis/commands/help.ts';
import { toldEventsOf } from '../../../../formats/redis/commands/key-events.ts';
import { mapReply, ok, type Reply } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import type { RespContext } from '../../context.ts';
import { savePointsOf } from '../../state/server-config.ts';
import type { Call, CommandSpec } from '../command.ts';

function get({ args, server }: Call): Reply {
  const { config } = server;
  const patterns = args.slice(2);
  const told = new Map<string, string>();
  for (const pattern of patterns) {
    // What is asked for by its whole name is told by it as it was written.
    if (config.has(pattern.toLowerCase())) told.set(pattern.toLowerCase(), pattern);
    else for (const name of config.names) if (matchesGlob(pattern, name, true)) told.set(name, name);
  }
  return mapReply(Array.from(told, ([name, asked]) => [asked, config.told(name)]));
}

/** All of the settings, or none. */
function set({ args, server, mayBlock }: Call): Reply | Promise<Reply> {
  if (args.length % 2 !== 0) fail("ERR wrong number of arguments for 'config|set' command");
  const pairs: [string, string][] = [];
  for (let at = 2; at < args.length; at += 2) {
    const [given, text] = [args[at] as Binary, args[at + 1] as Binary];
    const name = given.toLowerCase();
    if (!server.config.has(name))
      fail(`ERR Unknown option or number of arguments for CONFIG SET - '${given}'`);
    const isTwice = pairs.some(([before]) => before === name);
    const refusal = isTwice ? 'duplicate parameter' : server.config.refusal(name, text);
    if (refusal !== null)
      fail(`ERR CONFIG SET failed (possibly related to argument '${given}') - ${refusal}`);
    pairs.push([name, text]);
  }
  for (const [name, text] of pairs) {
    server.config.set(name, text);
    apply(server, name);
  }
  if (!pairs.some(([name]) => name === 'appendfsync')) return ok;
  const changed = server.store.setPolicy(server.config.text('appendfsync') as FsyncPolicy);
  if (mayBlock) return changed.then(() => ok);
  // Nobody waits within a transaction. A disk that fails now fails the next writes as well.
  changed.catch(() => undefined);
  return ok;
}

function apply({ config, store, keyspace, tracking }: RespContext, name: string): void {
  if (name === 'notify-keyspace-events') keyspace.events.told = toldEventsOf(config.text(name));
  else if (name === 'tracking-table-max-keys') tracking.limit(config.number(name));
  else if (name === 'save') store.configure({ savePoints: savePointsOf(config.text(name)) });
}

const flags = 'admin noscript loading stale';

export const configCommand: CommandSpec = {
  name: 'config',
  arity: -2,
  flags: '',
  since: '2.0.0',
  summary: 'The settings of the server',
  run: () => ok,
  subcommands: [
    { name: 'get', arity: -3, flags, since: '2.0.0', summary: 'Settings by their names', run: get },
    {
      name: 'set',
      arity: -4,
      flags,
      since: '2.0.0',
      summary: 'Changes settings until the server ends',
      run: set,
    },
    {
      name: 'resetstat',
      arity: 2,
      flags,
      since: '2.0.0',
      summary: 'Counts anew',
      run: ({ server }) => {
        server.stats.reset();
        return ok;
      },
    },
    {
      name: 'rewrite',
      arity: 2,
      flags,
      since: '2.8.0',
      summary: 'There is no file to write settings into',
      run: () => fail('ERR The server is running without a config file'),
    },
    helpOf('CONFIG', [
      'GET <pattern>',
      '    Return parameters matching the glob-like <pattern> and their values.',
      'SET <directive> <value>',
      '    Set the configuration <directive> to <value>.',
      'RESETSTAT',
      '    Reset statistics reported by the INFO command.',
      'REWRITE',
      '    Rewrite the configuration file.',
    ]),
  ],
};
