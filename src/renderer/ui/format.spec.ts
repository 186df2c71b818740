import { describe, expect, it } from 'vitest';
import {
  formatAbout,
  formatAge,
  formatAgo,
  formatBytes,
  formatCrc,
  formatSpan,
  isoTime,
  plural,
} from './format.ts';

describe('numbers for eyes', () => {
  it('groups counts and keeps bytes exact', () => {
    expect(formatBytes(3_749_082)).toBe('3,749,082 B');
    expect(plural(1, 'key')).toBe('1 key');
    expect(plural(13_344, 'key')).toBe('13,344 keys');
  });

  it('rounds a count that may still grow, and says so', () => {
    expect(formatAbout(2_612_345, false)).toBe('≈ 2,610,000');
    expect(formatAbout(2_612_345, true)).toBe('2,612,345');
    expect(formatAbout(97, false)).toBe('97');
  });

  it('writes spans with their two largest units', () => {
    expect(formatSpan(6 * 86_400_000 + 23 * 3_600_000 + 59 * 60_000)).toBe('6 d 23 h');
    expect(formatSpan(23 * 3_600_000 + 59 * 60_000)).toBe('23 h 59 min');
    expect(formatSpan(61_000)).toBe('1 min 01 s');
    expect(formatSpan(-5)).toBe('0 s');
    expect(formatAge(420)).toBe('0.42 s');
  });

  it('has no time for machines where a deadline lies beyond all dates', () => {
    expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(isoTime(Number.MAX_SAFE_INTEGER)).toBeUndefined();
  });

  it('says how long ago', () => {
    const now = new Date(2026, 10, 20, 14, 3).getTime();
    expect(formatAgo(now - 14 * 60_000, now)).toBe('14 min ago');
    expect(formatAgo(new Date(2026, 10, 19, 10).getTime(), now)).toBe('yesterday');
    expect(formatAgo(new Date(2026, 10, 12).getTime(), now)).toBe('12 Nov');
  });

  it('writes a checksum as eight digits', () => {
    expect(formatCrc(0xab)).toBe('000000ab');
    expect(formatCrc(-1)).toBe('ffffffff');
  });
});
