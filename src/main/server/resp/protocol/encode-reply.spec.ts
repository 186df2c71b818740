import { describe, expect, it } from 'vitest';
import {
  attributes,
  bigNumber,
  double,
  errorReply,
  mapReply,
  nullArray,
  ok,
  pairsReply,
  push,
  type Reply,
  setReply,
  several,
  verbatim,
} from '../../../formats/redis/commands/reply.ts';
import { encodeReply } from './encode-reply.ts';

const cases: readonly (readonly [string, Reply, string, string])[] = [
  ['a status', ok, '+OK\r\n', '+OK\r\n'],
  ['an error', errorReply('ERR a\nb'), '-ERR a b\r\n', '-ERR a b\r\n'],
  ['a string', 'a\0\xff', '$3\r\na\0\xff\r\n', '$3\r\na\0\xff\r\n'],
  ['an integer', -5, ':-5\r\n', ':-5\r\n'],
  ['a large integer', 2n ** 63n - 1n, ':9223372036854775807\r\n', ':9223372036854775807\r\n'],
  ['nothing', null, '$-1\r\n', '_\r\n'],
  ['no array', nullArray, '*-1\r\n', '_\r\n'],
  ['a list', ['a', [1]], '*2\r\n$1\r\na\r\n*1\r\n:1\r\n', '*2\r\n$1\r\na\r\n*1\r\n:1\r\n'],
  ['a truth', true, ':1\r\n', '#t\r\n'],
  ['a float', double(0.1), '$19\r\n0.10000000000000001\r\n', ',0.10000000000000001\r\n'],
  ['infinity', double(Number.NEGATIVE_INFINITY), '$4\r\n-inf\r\n', ',-inf\r\n'],
  ['a map', mapReply([['k', 1]]), '*2\r\n$1\r\nk\r\n:1\r\n', '%1\r\n$1\r\nk\r\n:1\r\n'],
  ['a set', setReply(['a']), '*1\r\n$1\r\na\r\n', '~1\r\n$1\r\na\r\n'],
  ['pairs', pairsReply([['a', 1]]), '*2\r\n$1\r\na\r\n:1\r\n', '*1\r\n*2\r\n$1\r\na\r\n:1\r\n'],
  ['a push', push('m', 'x'), '*2\r\n$1\r\nm\r\n$1\r\nx\r\n', '>2\r\n$1\r\nm\r\n$1\r\nx\r\n'],
  ['text for people', verbatim('hi'), '$2\r\nhi\r\n', '=6\r\ntxt:hi\r\n'],
  [
    'a number of any length',
    bigNumber('123456789012345678901'),
    '$21\r\n123456789012345678901\r\n',
    '(123456789012345678901\r\n',
  ],
  ['what is said about it', several([attributes([['k', 1]]), 2]), ':2\r\n', '|1\r\n$1\r\nk\r\n:1\r\n:2\r\n'],
  ['one after the other', several([1, 2]), ':1\r\n:2\r\n', ':1\r\n:2\r\n'],
];

describe('answers in both versions of the protocol', () => {
  it.each(cases)('%s', (_, reply, two, three) => {
    expect(encodeReply(reply, 2)).toBe(two);
    expect(encodeReply(reply, 3)).toBe(three);
  });
});
