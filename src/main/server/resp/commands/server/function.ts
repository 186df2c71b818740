import { fail } from '../../../../formats/redis/commands/errors.ts';
import { ok } from '../../../../formats/redis/commands/reply.ts';
import type { Call, CommandSpec } from '../command.ts';

const flags = 'noscript';

function flush({ args }: Call): typeof ok {
  const mode = args[2]?.toLowerCase();
  const isValid = args.length === 2 || (args.length === 3 && (mode === 'async' || mode === 'sync'));
  if (!isValid) fail('ERR FUNCTION FLUSH only supports SYNC|ASYNC option');
  return ok;
}

/**
 * There are no functions here. What asks for those there are, or takes all of them away, is answered as by a
 * redis-server without any: clients and test suites begin so.
 */
export const functionCommand: CommandSpec = {
  name: 'function',
  arity: -2,
  flags: '',
  since: '7.0.0',
  summary: 'Functions, of which there are none',
  run: () => ok,
  subcommands: [
    { name: 'flush', arity: -2, flags, since: '7.0.0', summary: 'Takes all functions away', run: flush },
    { name: 'list', arity: -2, flags, since: '7.0.0', summary: 'The functions there are', run: () => [] },
  ],
};
