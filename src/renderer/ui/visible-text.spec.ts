import { expect, it } from 'vitest';
import { escapedCharacter, inOrder, unseenCharacters, visible } from './visible-text.ts';

it('shows what would turn the order of a text round, and leaves the rest', () => {
  expect(inOrder('paid \u202e001$')).toBe('paid \\u202e001$');
  expect(inOrder('שלום, Ada 👩‍🚀')).toBe('שלום, Ada 👩‍🚀');
});

it('names a character by its number', () => {
  expect(['\r', '\u0080', '\u202e'].map(escapedCharacter)).toEqual(['\\x0d', '\\x80', '\\u202e']);
});

it('finds what an editor would show as nothing', () => {
  expect('a\r\n\tb\0\u202e'.match(unseenCharacters)).toEqual(['\r', '\0', '\u202e']);
  expect(visible('a\r')).not.toBe(visible('a'));
});
