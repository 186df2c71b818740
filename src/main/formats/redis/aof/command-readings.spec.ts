import { expect, it } from 'vitest';
import { commandReadings } from './command-readings.ts';

const readingsOf = (text: string) =>
  commandReadings(Buffer.from(text, 'latin1')).map(({ words, insert }) => [
    words,
    Buffer.from(insert).toString(),
  ]);

it('reads a length as that of the argument which stands there', () => {
  expect(readingsOf('*2\r\n$3\r\nSET\r\n$9\r\nkey\r\n')).toEqual([
    ['$9 read as $3', '*2\r\n$3\r\nSET\r\n$3\r\nkey\r\n'],
  ]);
});

it('reads a name as the command that it is but for a bit', () => {
  expect(readingsOf('*2\r\n$3\r\nSEU\r\n$3\r\nkey\r\n')).toContainEqual([
    'SEU read as SET',
    '*2\r\n$3\r\nSET\r\n$3\r\nkey\r\n',
  ]);
});

it('looks for no command that is like a name of hundreds of kilobytes, as a value in its place makes one', () => {
  const long = 'n'.repeat(500_000);
  expect(readingsOf(`*2\r\n$${long.length}\r\n${long}\r\n$3\r\nkey\r\n`)).toEqual([]);
});
