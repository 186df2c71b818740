import { fail } from '../../../../formats/redis/commands/errors.ts';
import { helpOf } from '../../../../formats/redis/commands/help.ts';
import { type Reply, status } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import { encodingOf, holdersOf } from '../../keyspace/encoding.ts';
import type { Call, CommandSpec } from '../command.ts';

function encoding({ args, db }: Call): Reply {
  const value = db.peek(args[2] as Binary);
  return value === null ? null : encodingOf(value);
}

function holders({ args, db }: Call): Reply {
  const value = db.peek(args[2] as Binary);
  return value === null ? null : holdersOf(value);
}

const idleSeconds = ({ args, db }: Call): Reply => db.idleSeconds(args[2] as Binary);

function frequency({ args, db }: Call): Reply {
  if (!db.has(args[2] as Binary)) return null;
  return fail(
    'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
  );
}

const sub = (name: string, summary: string, run: CommandSpec['run']): CommandSpec => ({
  name,
  arity: 3,
  flags: 'readonly',
  keys: [2, 2, 1],
  since: name === 'freq' ? '4.0.0' : '2.2.3',
  summary,
  run,
});

export const objectCommand: CommandSpec = {
  name: 'object',
  arity: -2,
  flags: '',
  since: '2.2.3',
  summary: 'What there is to know of a value',
  run: () => status('OK'),
  subcommands: [
    sub('encoding', 'How Redis would hold the value', encoding),
    sub('freq', 'How often the value is used', frequency),
    sub('idletime', 'Seconds since the value was used', idleSeconds),
    sub('refcount', 'How many hold the value', holders),
    helpOf('OBJECT', [
      'ENCODING <key>',
      '    Return the kind of internal representation used in order to store the value',
      '    associated with a <key>.',
      'FREQ <key>',
      '    Return the access frequency index of the <key>. The returned integer is',
      '    proportional to the logarithm of the recent access frequency of the key.',
      'IDLETIME <key>',
      '    Return the idle time of the <key>, that is the approximated number of',
      '    seconds elapsed since the last access to the key.',
      'REFCOUNT <key>',
      '    Return the number of references of the value associated with the specified',
      '    <key>.',
    ]),
  ],
};
