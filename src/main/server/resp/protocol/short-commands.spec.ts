import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RequestParser } from './request-parser.ts';
import { ShortCommands } from './short-commands.ts';

const most = 8;
const array = (words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;

const word = fc.oneof(
  fc.string({ maxLength: 30 }).map((text) => text.replace(/[^\0-\xff]/g, '?')),
  fc.constantFrom('', '\r\n', '$3\r\nabc\r\n', 'x'.repeat(12_345)),
);
const read = fc.tuple(fc.constantFrom('get', 'GET', 'Get'), word);
const write = fc.tuple(fc.constantFrom('set', 'SET', 'sEt'), word, word);
const other = fc.constantFrom(
  ['gex', 'a'],
  ['get'],
  ['get', 'a', 'b'],
  ['set', 'a'],
  ['set', 'a', 'b', 'NX'],
  ['ping'],
);
const command = fc.oneof({ weight: 5, arbitrary: fc.oneof(read, write) }, { weight: 1, arbitrary: other });

function isShort(words: readonly string[]): boolean {
  const count = { get: 2, set: 3 }[(words[0] as string).toLowerCase()];
  return words.length === count && words.every((text) => text.length < 10_000);
}

it('reads GET and SET up to what is something else, as the parser does', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 12 }), fc.nat(20), fc.nat(5), (commands, cut, before) => {
      const sent = `${'-'.repeat(before)}${commands.map(array).join('')}`;
      const bytes = Buffer.from(sent, 'latin1').subarray(0, Math.max(before, sent.length - cut));
      const short = new ShortCommands(most);
      short.read(bytes, before);

      const parser = new RequestParser({ maxBulkBytes: 1e6, maxRequestBytes: 1e6 }, true);
      parser.push(bytes.subarray(before));
      const expected: string[][] = [];
      for (let words = parser.next(); words !== null; words = parser.next()) {
        if (!isShort(words) || expected.length === most) break;
        expected.push(words.slice(1));
      }
      const textOf = (start: number, length: number) => bytes.toString('latin1', start, start + length);
      const found = Array.from({ length: short.count }, (_, i) => {
        const key = textOf(short.keyStarts[i] as number, short.keyLengths[i] as number);
        if (short.valueStarts[i] === -1) return [key];
        return [key, textOf(short.valueStarts[i] as number, short.valueLengths[i] as number)];
      });
      expect(found).toEqual(expected);
      const lengths = commands.map((words) => array(words).length);
      for (let i = 0, at = before; i <= short.count; at += lengths[i++] as number)
        expect(short.at(i)).toBe(at);
    }),
  );
});

it('lets go of what it has read', () => {
  const short = new ShortCommands(most);
  short.read(Buffer.from(array(['get', 'a'])), 0);
  expect(short.count).toBe(1);
  short.forget();
  expect(short.count).toBe(0);
  expect(short.bytes.length).toBe(0);
});
