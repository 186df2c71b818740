import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from '../../../shared/bytes.ts';
import { compileGlob } from './glob.ts';

const matches = (pattern: string, key: string) => compileGlob(utf8(pattern))(utf8(key));

test.each([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['*', 'anything', true],
  ['h?llo', 'hello', true],
  ['h?llo', 'hllo', false],
  ['h*llo', 'heeeello', true],
  ['h*llo', 'hllo', true],
  ['h[ae]llo', 'hallo', true],
  ['h[ae]llo', 'hillo', false],
  ['h[^e]llo', 'hallo', true],
  ['h[^e]llo', 'hello', false],
  ['h[a-c]llo', 'hbllo', true],
  ['h[c-a]llo', 'hbllo', true],
  ['h[a-c]llo', 'hdllo', false],
  ['h[a\\-c]llo', 'h-llo', true],
  ['h[a\\-c]llo', 'hbllo', false],
  ['h[ab', 'ha', true],
  ['user:*:name', 'user:1:2:name', true],
  ['user:*:name', 'user:1:names', false],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['a\\', 'a\\', true],
  ['**a**', 'bab', true],
  ['*a*b*c', 'xxaxxbxxc', true],
  ['*a*b*c', 'xxaxxcxxb', false],
])('%j on %j: %j', (pattern, key, expected) => {
  expect(matches(pattern, key)).toBe(expected);
});

test('works on bytes, not on characters', () => {
  expect(compileGlob(utf8('?'))(utf8('é'))).toBe(false);
  expect(compileGlob(utf8('??'))(utf8('é'))).toBe(true);
  expect(compileGlob(Uint8Array.of(0xff, 0x2a))(Uint8Array.of(0xff, 0x00))).toBe(true);
});

test('a pattern without special bytes matches itself and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 }), (a, b) => {
      const escaped = Uint8Array.from([...a].flatMap((byte) => [0x5c, byte]));
      const same = Buffer.from(a).equals(Buffer.from(b));
      return compileGlob(escaped)(a) && compileGlob(escaped)(b) === same;
    }),
  );
});

test('a hostile pattern ends', () => {
  expect(matches(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
});
