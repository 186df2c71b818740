import { describe, expect, it } from 'vitest';
import { splitInline } from './split-inline.ts';

describe('a line as someone types it', () => {
  it.each([
    ['SET key value', ['SET', 'key', 'value']],
    ['  GET \t key ', ['GET', 'key']],
    ['', []],
    ['SET "a b" \'c d\'', ['SET', 'a b', 'c d']],
    ['"\\x41\\n\\"\\q"', ['A\n"q']],
    ["'it\\'s \\n'", ["it's \\n"]],
    ['a"b"', ['ab']],
    ['""', ['']],
  ])('%j is cut into words', (line, words) => {
    expect(splitInline(line)).toEqual(words);
  });

  it.each(['"a', "'a", '"a"b', "'a'b", '"\\'])('%j has a quote that does not end where it should', (line) => {
    expect(splitInline(line)).toBeNull();
  });
});
