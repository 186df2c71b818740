import { count, port, seconds } from './arguments.ts';
import type { ExitCode } from './command.ts';

export interface OptionLine {
  flags: string;
  description: string;
  parse?: (text: string) => unknown;
  choices?: readonly string[];
  required?: boolean;
}

export interface CommandLine {
  /** Name and arguments as commander writes them. */
  usage: string;
  description: string;
  options?: readonly OptionLine[];
  /**
   * Loaded only when it is called for: the others cost nothing at start-up. What a command takes is its own affair:
   * commander has checked the arguments against `usage` and `options`.
   */
  load: () => Promise<{ run: (invocation: never, ...positional: never[]) => Promise<ExitCode> }>;
}

export const commandLines: readonly CommandLine[] = [
  {
    usage: 'open [dir]',
    description: 'open the app',
    options: [{ flags: '--web', description: 'in a browser instead of a window of its own' }],
    load: () => import('./commands/open.ts'),
  },
  {
    usage: 'verify <dir>',
    description: 'check every record; exit code 1 on any damage',
    load: () => import('./commands/verify.ts'),
  },
  {
    usage: 'export <dir>',
    description: 'write the live keys as JSON Lines',
    options: [
      { flags: '--salvage', description: 'past damage: the newest readable record of each key' },
      { flags: '--out <file>', description: 'write into a file instead of standard output' },
    ],
    load: () => import('./commands/export.ts'),
  },
  {
    usage: 'import <dir> <file>',
    description: 'read JSON Lines into a directory, all or nothing; - reads standard input',
    load: () => import('./commands/import.ts'),
  },
  {
    usage: 'convert <src> <dst>',
    description: 'write a new directory in another format',
    options: [
      { flags: '--to <format>', description: 'walscope, guide, miniredis or redis', required: true },
      { flags: '--salvage', description: 'past damage: the newest readable record of each key' },
    ],
    load: () => import('./commands/convert.ts'),
  },
  {
    usage: 'log <dir>',
    description: 'list the records, oldest first',
    options: [
      { flags: '--from <seq>', description: 'begin at this sequence number', parse: count('--from') },
      { flags: '--limit <n>', description: 'at most so many', parse: count('--limit') },
    ],
    load: () => import('./commands/log.ts'),
  },
  {
    usage: 'tail <dir>',
    description: 'follow the log as it is written, by any engine',
    options: [
      {
        flags: '--lines <n>',
        description: 'begin with the last so many; 10 unless said',
        parse: count('--lines'),
      },
    ],
    load: () => import('./commands/tail.ts'),
  },
  {
    usage: 'keys <dir>',
    description: 'list the live keys in byte order',
    options: [
      { flags: '--prefix <prefix>', description: 'only keys that begin with it' },
      { flags: '--limit <n>', description: 'at most so many', parse: count('--limit') },
    ],
    load: () => import('./commands/keys.ts'),
  },
  {
    usage: 'get <dir> <key>',
    description: 'write the bytes of a value; exit code 1 when the key is not there',
    load: () => import('./commands/get.ts'),
  },
  {
    usage: 'set <dir> <key> <value>',
    description: 'set a key; - reads the value from standard input',
    options: [{ flags: '--ttl <seconds>', description: 'delete it after so long', parse: seconds('--ttl') }],
    load: () => import('./commands/set.ts'),
  },
  {
    usage: 'del <dir> <keys...>',
    description: 'delete keys; exit code 1 when one was not there',
    load: () => import('./commands/del.ts'),
  },
  {
    usage: 'recover <dir>',
    description: 'open for writing as a restart would, and say what was found',
    load: () => import('./commands/recover.ts'),
  },
  {
    usage: 'snapshot <dir>',
    description: 'write everything into one compacted segment',
    load: () => import('./commands/snapshot.ts'),
  },
  {
    usage: 'compact <dir>',
    description: 'merge the segments that hold garbage',
    load: () => import('./commands/compact.ts'),
  },
  {
    usage: 'serve <dir>',
    description: 'serve a directory on 127.0.0.1',
    options: [
      { flags: '--port <n>', description: '0 picks a free one', parse: port },
      { flags: '--protocol <protocol>', description: 'line or resp' },
      {
        flags: '--fsync <policy>',
        description: 'always, everysec or no',
        choices: ['always', 'everysec', 'no'],
      },
    ],
    load: () => import('./commands/serve.ts'),
  },
  {
    usage: 'crash',
    description: 'crash an engine in every way there is and check what it recovers; exit code 1 on failures',
    options: [
      { flags: '--engine <engine>', description: 'walscope, or an exhibit: json-overwrite, guide …' },
      { flags: '--workload <workload>', description: 'puts, overwrites, deletes, batches … or all' },
      {
        flags: '--fsync <policy>',
        description: 'always, everysec or no',
        choices: ['always', 'everysec', 'no'],
      },
      { flags: '--faults <faults...>', description: 'only these: power-loss, torn-write …' },
      { flags: '--states <n>', description: 'look at so many at most', parse: count('--states') },
      { flags: '--seed <n>', description: 'of all that is random', parse: count('--seed') },
      { flags: '--replay <file>', description: 'play a saved crash again' },
    ],
    load: () => import('./commands/crash.ts'),
  },
  {
    usage: 'bench',
    description: 'measure the engine beside its peers',
    options: [
      { flags: '--quick', description: 'smaller, in under 2 minutes' },
      { flags: '--against <peer...>', description: 'only these peers' },
    ],
    load: () => import('./commands/bench.ts'),
  },
];
