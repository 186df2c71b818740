import { fail } from '../../../../formats/redis/commands/errors.ts';
import {
  attributes,
  bigNumber,
  double,
  mapReply,
  push,
  type Reply,
  setReply,
  several,
  verbatim,
} from '../../../../formats/redis/commands/reply.ts';
import type { Call } from '../command.ts';

/** An answer of each kind there is, for those who write clients. */
const answers = new Map<string, Reply>([
  ['string', 'Hello World'],
  ['integer', 12345],
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: it is what Redis answers
  ['double', double(3.141)],
  ['null', null],
  ['array', [0, 1, 2]],
  ['set', setReply([0, 1, 2])],
  [
    'map',
    mapReply([
      [0, false],
      [1, true],
      [2, false],
    ]),
  ],
  [
    'attrib',
    several([attributes([['key-popularity', ['key:123', 90]]]), 'Some real reply following the attribute']),
  ],
  ['verbatim', verbatim('This is a verbatim\nstring')],
  ['true', true],
  ['false', false],
  ['bignum', bigNumber('1234567999999999999999999999999999999')],
]);

export function protocol({ args, client }: Call): Reply {
  const name = args[2]?.toLowerCase() ?? '';
  if (name === 'push') {
    if (client.version === 2) fail('ERR RESP2 is not supported by this command');
    return several([push('server-cpu-usage', 42), 'Some real reply following the push reply']);
  }
  const names = 'string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false';
  const answer = answers.get(name);
  if (answer !== undefined) return answer;
  return fail(`ERR Wrong protocol type name. Please use one of the following: ${names}`);
}
