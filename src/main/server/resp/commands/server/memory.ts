import { whole, word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { helpOf } from '../../../../formats/redis/commands/help.ts';
import { double, mapReply, ok, type Reply } from '../../../../formats/redis/commands/reply.ts';
import { memoryOf } from '../../../../formats/redis/commands/value.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import type { Call, CommandSpec } from '../command.ts';
import { memoryFacts } from './memory-facts.ts';

/** What a key costs beside its own bytes and its value's: about what the index keeps for it. */
const entryBytes = 64;

function usage({ args, db }: Call): Reply {
  if (args.length > 3) {
    const isSampled = args.length === 5 && word(args[3]) === 'SAMPLES';
    if (!isSampled || whole(args[4] as Binary) < 0) fail(errors.syntax);
  }
  const key = args[2] as Binary;
  const value = db.peek(key);
  return value === null ? null : entryBytes + key.length + memoryOf(value);
}

const none = (name: string): [Reply, Reply] => [name, 0];

function stats({ server }: Call): Reply {
  const { rss, heapUsed, heapTotal, external, used, peak, atStart, values, backlog } = memoryFacts(server);
  const { keys } = server.store.stats();
  const net = Math.max(1, used - atStart);
  return mapReply([
    ['peak.allocated', peak],
    ['total.allocated', used],
    ['startup.allocated', atStart],
    ['replication.backlog', backlog],
    // Counted with the rest of the process, and for nobody alone.
    ...['clients.slaves', 'clients.normal', 'cluster.links', 'aof.buffer'].map(none),
    ...['lua.caches', 'functions.caches'].map(none),
    ['overhead.total', used - values],
    ['keys.count', keys],
    ['keys.bytes-per-key', keys === 0 ? 0 : Math.round(net / keys)],
    ['dataset.bytes', values],
    ['dataset.percentage', double(Math.min(100, (values / net) * 100))],
    ['peak.percentage', double((used / peak) * 100)],
    ['allocator.allocated', used],
    ['allocator.active', heapTotal + external],
    ['allocator.resident', rss],
    ['allocator-fragmentation.ratio', double((heapTotal + external) / used)],
    ['allocator-fragmentation.bytes', heapTotal - heapUsed],
    ['allocator-rss.ratio', double(rss / (heapTotal + external))],
    ['allocator-rss.bytes', rss - heapTotal - external],
    ['rss-overhead.ratio', double(1)],
    ['rss-overhead.bytes', 0],
    ['fragmentation', double(rss / used)],
    ['fragmentation.bytes', rss - used],
  ]);
}

export const memoryCommand: CommandSpec = {
  name: 'memory',
  arity: -2,
  flags: '',
  since: '4.0.0',
  summary: 'What values take in memory',
  run: () => ok,
  subcommands: [
    {
      name: 'usage',
      arity: -3,
      flags: 'readonly',
      keys: [2, 2, 1],
      since: '4.0.0',
      summary: 'Of one key',
      run: usage,
    },
    { name: 'stats', arity: 2, flags: '', since: '4.0.0', summary: 'Of the server', run: stats },
    {
      name: 'doctor',
      arity: 2,
      flags: '',
      since: '4.0.0',
      summary: 'Whether something is amiss',
      run: () => 'Values are read from the disk when they are not in memory: there is nothing to say.',
    },
    {
      name: 'malloc-stats',
      arity: 2,
      flags: '',
      since: '4.0.0',
      summary: 'What the allocator says',
      run: () => 'Stats not supported for the current allocator',
    },
    {
      name: 'purge',
      arity: 2,
      flags: '',
      since: '4.0.0',
      summary: 'Gives memory back',
      run: ({ server }) => {
        server.keyspace.reload();
        return ok;
      },
    },
    helpOf('MEMORY', [
      'DOCTOR',
      '    Return memory problems reports.',
      'MALLOC-STATS',
      '    Return internal statistics report from the memory allocator.',
      'PURGE',
      '    Attempt to purge dirty pages for reclamation by the allocator.',
      'STATS',
      '    Return information about the memory usage of the server.',
      'USAGE <key> [SAMPLES <count>]',
      '    Return memory in bytes used by <key> and its value. Nested values are',
      '    sampled up to <count> times (default: 5, 0 means sample all).',
    ]),
  ],
};
