import { expect, test } from 'vitest';
import { utf8 } from '../../../shared/bytes.ts';
import { keyMatcher } from './key-matcher.ts';

function matches(mode: 'prefix' | 'substring', text: string, key: Uint8Array): boolean {
  const matcher = keyMatcher({ filter: { mode, text }, under: null });
  if (matcher === 'nothing') return false;
  const begins = Buffer.from(key).subarray(0, matcher.prefix.length).equals(matcher.prefix);
  return begins && (matcher.test?.(key) ?? true);
}

test('a key is found as it is shown, with its escapes', () => {
  expect(matches('prefix', '\\x00\\xff', Uint8Array.of(0, 0xff, 0x61))).toBe(true);
  expect(matches('substring', '\\xff', Uint8Array.of(0, 0xff, 0x61))).toBe(true);
  expect(matches('prefix', 'back\\\\sl', utf8('back\\slash'))).toBe(true);
});

test('a backslash that begins no escape is one', () => {
  expect(matches('substring', 'k\\s', utf8('back\\slash'))).toBe(true);
  expect(matches('prefix', 'back\\', utf8('back\\slash'))).toBe(true);
});
