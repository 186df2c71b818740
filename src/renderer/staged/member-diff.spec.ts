import { expect, it } from 'vitest';
import { toBase64, utf8 } from '../../shared/bytes.ts';
import { memberDiff } from './member-diff.ts';

const base64 = (text: string) => toBase64(utf8(text));
const stored = (value: unknown, more = {}) => utf8(JSON.stringify({ value, ...more }));

it('tells members as they are read, and only those that change', () => {
  const scores = (...pairs: [string, string][]) =>
    stored(pairs.map(([member, score]) => [base64(member), score]));
  const before = scores(['m', '1.5'], ['n', '2']);
  expect(memberDiff('zset', before, scores(['first', '-inf'], ['m', '1.5'], ['n', '2']))).toEqual([
    { kind: 'added', text: '-inf first' },
    { kind: 'same', text: '1.5 m' },
  ]);
  const hash = (value: string) => stored({ [base64('f')]: base64(value), [base64('g')]: base64('same') });
  expect(memberDiff('hash', hash('old'), hash('a\nb'))).toEqual([
    { kind: 'removed', text: 'f=old' },
    { kind: 'added', text: 'f=a\\x0ab' },
    { kind: 'same', text: 'g=same' },
  ]);
  expect(memberDiff('stream', null, stored([['1-0', [base64('user'), base64('7')]]]))).toEqual([
    { kind: 'added', text: '1-0 user 7' },
  ]);
});

it('leaves to others what no member says, and what is no such structure', () => {
  const list = stored([base64('a')]);
  expect(memberDiff('list', list, list)).toEqual([{ kind: 'same', text: 'a' }]);
  expect(memberDiff('list', list, stored([base64('a')], { more: 1 }))).toBeNull();
  expect(memberDiff('list', utf8('none'), list)).toBeNull();
});
