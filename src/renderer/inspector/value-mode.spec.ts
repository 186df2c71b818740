import { describe, expect, it } from 'vitest';
import { utf8 } from '../../shared/bytes.ts';
import { firstMode, kindOf } from './value-mode.ts';

const modeOf = (bytes: Uint8Array) => firstMode(kindOf(bytes, true), bytes);

describe('how a value opens', () => {
  it('is JSON for objects and arrays, text for the rest of what can be read', () => {
    expect(modeOf(utf8(' {"a":1}'))).toBe('json');
    expect(modeOf(utf8('[1]'))).toBe('json');
    expect(modeOf(utf8('42'))).toBe('text');
    expect(modeOf(utf8('{broken'))).toBe('text');
    expect(modeOf(new Uint8Array(0))).toBe('text');
  });

  it('is hex where it is no UTF-8, and says where that begins', () => {
    const bytes = Uint8Array.of(0x61, 0x62, 0xff, 0x63);
    expect(modeOf(bytes)).toBe('hex');
    expect(kindOf(bytes, true).brokenAt).toBe(2);
  });

  it('does not take a character that the first part cuts for a broken one', () => {
    const part = utf8('naïve ☂').subarray(0, -1);
    expect(kindOf(part, false).text).toBe(true);
    expect(kindOf(part, true).text).toBe(false);
  });
});
