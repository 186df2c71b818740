import { describe, expect, it } from 'vitest';
import { looseText, utf8 } from '../../shared/bytes.ts';
import { parseLine } from './line-command.ts';
import { LineSplitter } from './line-splitter.ts';

function parsed(line: string): (string | undefined)[] {
  const command = parseLine(utf8(line));
  return [
    command.name,
    'key' in command ? looseText(command.key) : undefined,
    'value' in command ? looseText(command.value) : undefined,
  ];
}

describe('a line of the protocol', () => {
  it.each([
    ['SET name Ada Lovelace', ['set', 'name', 'Ada Lovelace']],
    ['set name Ada', ['set', 'name', 'Ada']],
    ['SET name Ada\r', ['set', 'name', 'Ada']],
    ['  SET name Ada \t', ['set', 'name', 'Ada']],
    ['SET name  Ada', ['set', 'name', ' Ada']],
    ['SET  name Ada', ['set', '', 'name Ada']],
    ['SET name', ['unknown', undefined, undefined]],
    ['SET name ', ['unknown', undefined, undefined]],
    ['GET name', ['get', 'name', undefined]],
    ['GET', ['unknown', undefined, undefined]],
    ['GET name and more', ['unknown', undefined, undefined]],
    ['DEL name', ['delete', 'name', undefined]],
    ['DEL one two', ['unknown', undefined, undefined]],
    ['SETX a b', ['unknown', undefined, undefined]],
    ['', ['unknown', undefined, undefined]],
    ['PING', ['unknown', undefined, undefined]],
  ])('%j', (line, command) => {
    expect(parsed(line)).toEqual(command);
  });

  it('keeps any bytes', () => {
    const key = Uint8Array.from([0, 255, 128]);
    const line = Buffer.concat([utf8('SET '), key, utf8(' '), key]);
    expect(parseLine(line)).toEqual({ name: 'set', key: Buffer.from(key), value: Buffer.from(key) });
  });
});

describe('the splitter', () => {
  it('gives the same lines wherever the stream is cut', () => {
    const stream = utf8('one\n\ntwo and three\n\nrest');
    for (let cut = 0; cut <= stream.length; cut++) {
      const lines = new LineSplitter(100);
      const found = [...lines.push(stream.subarray(0, cut)), ...lines.push(stream.subarray(cut))];
      expect(found.map(looseText)).toEqual(['one', '', 'two and three', '']);
      expect(looseText(lines.rest() ?? utf8('nothing'))).toBe('rest');
    }
  });

  it('stops at a line that is too long, whether it ends or not', () => {
    for (const long of ['12345678901', '12345678901\n']) {
      const lines = new LineSplitter(10);
      expect([...lines.push(utf8(`1234567890\n${long}`))].map(looseText)).toEqual(['1234567890']);
      expect(lines.overflown).toBe(true);
    }
  });
});
