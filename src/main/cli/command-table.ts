import { mutantIds } from '../crash/lab/mutants/mutant-ids.ts';
import { profileNames } from '../crash/lab/profiles/profile.ts';
import { count, port, seconds } from './arguments.ts';
import type { ExitCode } from './command.ts';

export interface OptionLine {
  flags: string;
  description: string;
  parse?: (text: string) => unknown;
  choices?: readonly string[];
  required?: boolean;
}

export interface Example {
  line: string;
  does: string;
}

export interface CommandLine {
  /** Name and arguments as commander writes them. */
  usage: string;
  description: string;
  options?: readonly OptionLine[];
  /** What one types, for help and the manual page. The program's name is not said. */
  examples: readonly Example[];
  /**
   * Loaded only when it is called for: the others cost nothing at start-up. What a command takes is its own affair:
   * commander has checked the arguments against `usage` and `options`.
   */
  load: () => Promise<{ run: (invocation: never, ...positional: never[]) => Promise<ExitCode> }>;
}

export const commandLines: readonly CommandLine[] = [
  {
    usage: 'open [path]',
    description: 'open the app',
    options: [{ flags: '--web', description: 'in a browser instead of a window of its own' }],
    examples: [
      { line: 'open shop', does: 'a directory in the app' },
      { line: 'open shop --web', does: 'the same in a browser' },
      { line: 'open lost.walscope-replay', does: 'a crash replay in the crash lab' },
    ],
    load: () => import('./commands/open.ts'),
  },
  {
    usage: 'verify <path>',
    description: 'check every record; exit code 1 on any damage',
    examples: [
      { line: 'verify shop', does: 'is anything damaged?' },
      { line: 'verify backups/monday.rdb', does: 'the same of a file by itself' },
      { line: 'verify --json shop | jq .damaged', does: 'each damaged place, with file, offset and length' },
    ],
    load: () => import('./commands/verify.ts'),
  },
  {
    usage: 'export <path>',
    description: 'write the live keys as JSON Lines',
    options: [
      { flags: '--salvage', description: 'past damage: the newest readable record of each key' },
      { flags: '--out <file>', description: 'write into a file instead of standard output' },
    ],
    examples: [
      { line: 'export shop --out shop.jsonl', does: 'all live keys into a file' },
      { line: 'export broken --salvage', does: 'past damage, what can still be read' },
    ],
    load: () => import('./commands/export.ts'),
  },
  {
    usage: 'import <dir> <file>',
    description: 'read JSON Lines into a directory, all or nothing; - reads standard input',
    examples: [
      { line: 'import shop shop.jsonl', does: 'the keys of an export' },
      { line: 'export old | walscope import new -', does: 'from one directory into another' },
    ],
    load: () => import('./commands/import.ts'),
  },
  {
    usage: 'convert <src> <dst>',
    description: 'write a new directory in another format',
    options: [
      {
        flags: '--to <format>',
        description: 'what to write',
        choices: ['walscope', 'guide', 'miniredis', 'redis'],
        required: true,
      },
      { flags: '--salvage', description: 'past damage: the newest readable record of each key' },
    ],
    examples: [
      { line: 'convert /var/lib/redis shop --to walscope', does: 'a Redis directory into one of Walscope' },
      {
        line: 'convert broken repaired --to redis --salvage',
        does: 'what can be read of a damaged directory, for redis-server',
      },
    ],
    load: () => import('./commands/convert.ts'),
  },
  {
    usage: 'log <path>',
    description: 'list the records, oldest first',
    options: [
      { flags: '--from <seq>', description: 'begin at this sequence number', parse: count('--from') },
      { flags: '--limit <n>', description: 'at most so many', parse: count('--limit') },
    ],
    examples: [
      { line: 'log shop --from 1000 --limit 20', does: 'twenty records from sequence number 1000' },
      { line: `log --json shop | jq 'select(.state=="damaged")'`, does: 'the records that cannot be read' },
    ],
    load: () => import('./commands/log.ts'),
  },
  {
    usage: 'tail <path>',
    description: 'follow the log as it is written, by any engine',
    options: [
      {
        flags: '--lines <n>',
        description: 'begin with the last so many; 10 unless said',
        parse: count('--lines'),
      },
    ],
    examples: [
      { line: 'tail shop', does: 'the last ten records, then each new one' },
      { line: 'tail /var/lib/redis --db 3', does: 'what redis-server appends about database 3' },
    ],
    load: () => import('./commands/tail.ts'),
  },
  {
    usage: 'keys <path>',
    description: 'list the live keys in byte order',
    options: [
      { flags: '--prefix <prefix>', description: 'only keys that begin with it' },
      { flags: '--limit <n>', description: 'at most so many', parse: count('--limit') },
    ],
    examples: [{ line: 'keys shop --prefix user:', does: 'the keys that begin with user:' }],
    load: () => import('./commands/keys.ts'),
  },
  {
    usage: 'get <path> <key>',
    description: 'write the bytes of a value; exit code 1 when the key is not there',
    examples: [
      { line: 'get shop user:1', does: "the value's bytes, nothing added" },
      { line: 'get shop logo > logo.png', does: 'into a file' },
    ],
    load: () => import('./commands/get.ts'),
  },
  {
    usage: 'set <dir> <key> <value>',
    description: 'set a key; - reads the value from standard input',
    options: [{ flags: '--ttl <seconds>', description: 'delete it after so long', parse: seconds('--ttl') }],
    examples: [
      { line: 'set shop user:1 Ada', does: 'a key, proven by an fsync' },
      {
        line: 'set shop session:9 - --ttl 3600 < session',
        does: 'the value from standard input, for an hour',
      },
    ],
    load: () => import('./commands/set.ts'),
  },
  {
    usage: 'del <dir> <keys...>',
    description: 'delete keys; exit code 1 when one was not there',
    examples: [{ line: 'del shop user:1 user:2', does: 'two keys, as one batch' }],
    load: () => import('./commands/del.ts'),
  },
  {
    usage: 'recover <dir>',
    description: 'open for writing as a restart would, and say what was found',
    examples: [{ line: 'recover shop', does: 'what a restart finds after a crash' }],
    load: () => import('./commands/recover.ts'),
  },
  {
    usage: 'snapshot <dir>',
    description: 'write everything into one compacted segment',
    examples: [{ line: 'snapshot shop', does: 'all live keys in one segment' }],
    load: () => import('./commands/snapshot.ts'),
  },
  {
    usage: 'compact <dir>',
    description: 'merge the segments that hold garbage',
    examples: [{ line: 'compact shop', does: 'give back the space of what was overwritten' }],
    load: () => import('./commands/compact.ts'),
  },
  {
    usage: 'serve <dir>',
    description: 'serve a directory on 127.0.0.1',
    options: [
      { flags: '--port <n>', description: '0 picks a free one', parse: port('--port') },
      {
        flags: '--protocol <protocol>',
        description: 'what it speaks; resp unless said',
        choices: ['resp', 'line', 'resp,line'],
      },
      {
        flags: '--line-port <n>',
        description: 'of the line protocol beside the other',
        parse: port('--line-port'),
      },
      { flags: '--bind <host>', description: 'listen on another address than 127.0.0.1; needs a password' },
      {
        flags: '--password-file <file>',
        description: 'what clients have to say to AUTH; unless said WALSCOPE_PASSWORD of the environment',
      },
      {
        flags: '--fsync <policy>',
        description: 'when a write is answered; always unless said',
        choices: ['always', 'everysec', 'no'],
      },
      {
        flags: '--keys-on-disk',
        description: 'keep no keys in memory: about 11 bytes of each instead, and slower',
      },
    ],
    examples: [
      { line: 'serve shop --port 0', does: 'to clients of Redis, on a free port, which it prints' },
      { line: 'serve shop --fsync everysec', does: 'on port 6379, with an fsync a second' },
      {
        line: 'serve shop --bind 0.0.0.0 --password-file secret',
        does: 'to other machines, with a password',
      },
    ],
    load: () => import('./commands/serve.ts'),
  },
  {
    usage: 'follow <url> <dir>',
    description: 'keep a durable copy of a running Redis, Valkey or Walscope server, as its replica',
    options: [{ flags: '--once', description: 'end when the copy has what the server has' }],
    examples: [
      { line: 'follow redis://127.0.0.1:6379 copy', does: 'until it is interrupted; goes on where it ended' },
      { line: 'follow rediss://user:secret@cache.example:6380 copy --once', does: 'a backup over TLS' },
    ],
    load: () => import('./commands/follow.ts'),
  },
  {
    usage: 'crash',
    description: 'crash an engine in every way there is and check what it recovers; exit code 1 on failures',
    options: [
      { flags: '--engine <engine>', description: 'walscope, or an exhibit: json-overwrite, guide …' },
      {
        flags: '--without <ids...>',
        description: 'Walscope with these taken out',
        choices: mutantIds,
      },
      { flags: '--workload <workload>', description: 'puts, overwrites, deletes, batches … or all' },
      { flags: '--recorded <dir>', description: 'instead: what was last done to this directory' },
      {
        flags: '--fsync <policy>',
        description: 'when a write is answered; always unless said',
        choices: ['always', 'everysec', 'no'],
      },
      { flags: '--faults <faults...>', description: 'only these: power-loss, torn-write …' },
      {
        flags: '--profile <filesystem>',
        description: 'what may be left by: posix (the strictest), ext4-ordered, xfs …',
        choices: profileNames,
      },
      { flags: '--states <n>', description: 'look at so many at most', parse: count('--states') },
      { flags: '--seed <n>', description: 'of all that is random', parse: count('--seed') },
      { flags: '--replay <file>', description: 'play a saved crash again' },
      { flags: '--stories', description: 'list losses of data that happened to other systems' },
      { flags: '--story <id>', description: 'tell one, and play it as it was and with Walscope' },
    ],
    examples: [
      { line: 'crash --workload all', does: 'every workload, every fault' },
      { line: 'crash --engine guide --json', does: 'an engine that loses data, and how' },
      { line: 'crash --profile xfs --states 100000', does: 'only what XFS may leave, and more of it' },
      { line: 'crash --without frame-fsync', does: 'what an fsync prevents' },
      { line: 'crash --replay lost.json', does: 'a counterexample once more' },
      { line: 'crash --story fsyncgate-2018', does: 'a loss that happened, then and now' },
    ],
    load: () => import('./commands/crash.ts'),
  },
  {
    usage: 'completion <shell>',
    description: 'print what makes bash, zsh or fish complete commands, options, directories and keys',
    examples: [
      { line: 'completion bash > ~/.local/share/bash-completion/completions/walscope', does: 'for bash' },
      { line: 'completion zsh > ~/.zfunc/_walscope', does: 'for zsh, with ~/.zfunc in fpath' },
      { line: 'completion fish > ~/.config/fish/completions/walscope.fish', does: 'for fish' },
    ],
    load: () => import('./commands/completion.ts'),
  },
  {
    usage: 'bench',
    description: 'measure the engine beside its peers',
    options: [
      { flags: '--quick', description: 'smaller, in under 2 minutes' },
      { flags: '--against <peer...>', description: 'only these peers' },
    ],
    examples: [
      { line: 'bench --quick', does: 'all peers in under two minutes' },
      { line: 'bench --against lmdb', does: 'beside one' },
    ],
    load: () => import('./commands/bench.ts'),
  },
];
