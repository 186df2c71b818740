import { expect, it } from 'vitest';
import { utf8 } from '../../shared/bytes.ts';
import { opCode } from '../../shared/model.ts';
import { valueWords } from './record-words.ts';

const set = opCode('set');

it('shows the beginning of a value on one line', () => {
  expect(valueWords({ op: set, value: utf8('python'), valueLength: 6 })).toBe('python');
  expect(valueWords({ op: set, value: utf8('a\nb'), valueLength: 900 })).toBe('a·b…');
  expect(valueWords({ op: set, value: Uint8Array.of(0xff, 0x41), valueLength: 2 })).toBe('·A');
  expect(valueWords({ op: opCode('delete'), value: utf8(''), valueLength: 0 })).toBe('');
});
