import { describe, expect, it } from 'vitest';
import { utf8 } from '../../shared/bytes.ts';
import { none } from '../../shared/rows.ts';
import { shortValue, valueWords } from './diff-words.ts';

describe('shortValue', () => {
  it('shows text as it is, and the size of what is no text', () => {
    expect(shortValue(utf8('pro'), 3)).toBe('pro');
    expect(shortValue(Uint8Array.of(0, 1, 255), 3)).toBe('3 B binary');
    expect(shortValue(utf8('a\u202eb'), 5)).toBe('a\\u202eb');
    expect(shortValue(new Uint8Array(0), 0)).toBe('empty');
    expect(shortValue(new Uint8Array(0), null)).toBe('no such key');
  });

  it('says when a value goes on, and does not take a split character for binary', () => {
    expect(shortValue(utf8('abc'), 10)).toBe('abc…');
    expect(shortValue(utf8('abß').subarray(0, 3), 10)).toBe('ab…');
    expect(shortValue(utf8('日本').subarray(0, 5), 10)).toBe('日…');
  });
});

describe('valueWords', () => {
  const row = {
    category: 0,
    key: utf8('k'),
    before: utf8('1'),
    beforeWords: '',
    beforeLength: 1,
    beforeSeq: 7,
    afterWords: '',
  };
  it('says the same only of the same record', () => {
    expect(valueWords({ ...row, after: utf8('1'), afterLength: 1, afterSeq: 7 }).after).toBe('the same');
    expect(valueWords({ ...row, after: utf8('1'), afterLength: 1, afterSeq: 5 }).after).toBe('1');
    expect(valueWords({ ...row, after: utf8(''), afterLength: none, afterSeq: none }).after).toBe(
      'no such key',
    );
    expect(valueWords({ ...row, after: utf8(''), afterLength: none, afterSeq: 8 }).after).toBe('deleted');
  });

  it('takes the words of a value that its bytes do not say', () => {
    const said = {
      ...row,
      beforeWords: 'rpush a',
      after: utf8('x'),
      afterWords: 'a, b',
      afterLength: 9,
      afterSeq: 9,
    };
    expect(valueWords(said)).toEqual({ before: 'rpush a', after: 'a, b', same: false });
  });
});
