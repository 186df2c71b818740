import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson, JsonProblem, restoreSpacing, tokenizeJson } from './json-text.ts';

const stored = '{"user":1042,"items":[{"sku":"TEA-210","qty":2,"cents":890.0}],"currency":"EUR"}';
const problemOf = (text: string) => {
  try {
    tokenizeJson(text);
  } catch (error) {
    if (error instanceof JsonProblem) return error.at;
  }
  return null;
};
const edit = (text: string, from: string, to: string) =>
  restoreSpacing(tokenizeJson(text), tokenizeJson(formatJson(tokenizeJson(text)).replace(from, to)));

describe('JSON that is shown formatted', () => {
  it('is stored as it was, with only what was typed changed', () => {
    expect(edit(stored, '"qty": 2', '"qty": 3')).toBe(stored.replace('"qty":2', '"qty":3'));
  });

  it('keeps white space that is stored', () => {
    const spaced = ' { "a" :\t1,\r\n "b": [ 2 ] } \n';
    expect(edit(spaced, '"b": [', '"c": [')).toBe(spaced.replace('"b"', '"c"'));
  });

  it('adds members without white space where there is none', () => {
    expect(edit('{"a":1}', '1', '1, "b": 2')).toBe('{"a":1,"b":2}');
  });

  it('keeps numbers, escapes and repeated keys as they are written', () => {
    const odd = '{"a":1.0e+3,"a":"\\u00e9\\/","b":-0}';
    expect(restoreSpacing(tokenizeJson(odd), tokenizeJson(formatJson(tokenizeJson(odd))))).toBe(odd);
  });

  it('lays out members a line each and small objects on one', () => {
    expect(formatJson(tokenizeJson('{"a":[],"b":[{"c":1}],"d":{}}'))).toBe(
      '{\n  "a": [],\n  "b": [\n    { "c": 1 }\n  ],\n  "d": {}\n}',
    );
  });

  it('says where a text stops being JSON', () => {
    expect(problemOf('{"a":1,}')).toBe(7);
    expect(problemOf('{"a" 1}')).toBe(5);
    expect(problemOf('[1 2]')).toBe(3);
    expect(problemOf('{a:1}')).toBe(1);
    expect(problemOf('"open')).toBe(0);
    expect(problemOf('')).toBe(0);
    expect(problemOf('[1')).toBe(2);
    expect(problemOf('[01]')).not.toBeNull();
  });

  it('comes back to the very same text when nothing is typed', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const tokens = tokenizeJson(text);
        const formatted = formatJson(tokens);
        expect(JSON.parse(formatted)).toEqual(JSON.parse(text));
        expect(restoreSpacing(tokens, tokenizeJson(formatted))).toBe(text);
      }),
    );
  });
});
