import { describe, expect, it } from 'vitest';
import { matchesGlob } from './glob.ts';

describe('patterns', () => {
  it.each([
    ['*', '', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abb', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['[abc]x', 'bx', true],
    ['[^abc]x', 'bx', false],
    ['[a-c]x', 'bx', true],
    ['[c-a]x', 'bx', true],
    ['[\\]]', ']', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['**b', 'aab', true],
    ['', 'a', false],
  ])('%j on %j is %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('can be made to look past case', () => {
    expect(matchesGlob('MAX*', 'maxmemory', true)).toBe(true);
    expect(matchesGlob('MAX*', 'maxmemory')).toBe(false);
  });

  it('end soon, however many stars they have', () => {
    expect(matchesGlob(`${'a*'.repeat(60)}b`, 'a'.repeat(5000))).toBe(false);
  });
});
