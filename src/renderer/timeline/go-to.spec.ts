import { describe, expect, it } from 'vitest';
import { parsePlace } from './go-to.ts';

const files = ['000003.log', '000006.log'];
const now = new Date(2026, 10, 20, 18, 0, 0).getTime();
const place = (text: string) => parsePlace(text, files, now);

describe('parsePlace', () => {
  it('takes a number for a sequence number', () => {
    expect(place('48,206')).toEqual({ by: 'seq', seq: 48_206 });
    expect(place(' #7 ')).toEqual({ by: 'seq', seq: 7 });
  });

  it('takes what has a file or an @ for an offset', () => {
    expect(place('@685,807')).toEqual({ by: 'offset', file: '000006.log', offset: 685_807 });
    expect(place('0xa76ef')).toEqual({ by: 'offset', file: '000006.log', offset: 0xa76ef });
    expect(place('000003.log:76')).toEqual({ by: 'offset', file: '000003.log', offset: 76 });
    expect(place('000003:76')).toEqual({ by: 'offset', file: '000003.log', offset: 76 });
    expect(parsePlace('@5', [], now)).toEqual({ by: 'key', text: '@5' });
  });

  it('takes a clock for a time of that day, and a date for any', () => {
    expect(place('14:03:12.5')).toEqual({
      by: 'time',
      timeMs: new Date(2026, 10, 20, 14, 3, 12, 500).getTime(),
    });
    expect(place('2026-11-19 23:27')).toEqual({
      by: 'time',
      timeMs: new Date(2026, 10, 19, 23, 27).getTime(),
    });
    expect(place('2026-11-19')).toEqual({ by: 'time', timeMs: new Date(2026, 10, 19).getTime() });
  });

  it('takes the rest, and what is quoted, for a key', () => {
    expect(place('cart:1042')).toEqual({ by: 'key', text: 'cart:1042' });
    expect(place('99:99')).toEqual({ by: 'key', text: '99:99' });
    expect(place('2026-02-31 10:00')).toEqual({ by: 'key', text: '2026-02-31 10:00' });
    expect(place('"42"')).toEqual({ by: 'key', text: '42' });
    expect(place('99999999999999999999')).toEqual({ by: 'key', text: '99999999999999999999' });
    expect(place('  ')).toBeNull();
  });
});
