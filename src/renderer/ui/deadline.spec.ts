import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlineText, parseDeadline } from './deadline.ts';

const now = new Date(2026, 10, 20, 14, 3, 12).getTime();

describe('a deadline as it is typed', () => {
  it('is a span from now', () => {
    expect(parseDeadline('90 s', now)).toBe(now + 90_000);
    expect(parseDeadline('1h 30 min', now)).toBe(now + 5_400_000);
    expect(parseDeadline('in 3 d', now)).toBe(now + 3 * 86_400_000);
  });

  it('is a date in local time', () => {
    expect(parseDeadline('2027-01-31 14:00', now)).toBe(new Date(2027, 0, 31, 14).getTime());
  });

  it('is a day in local time, from its midnight on', () => {
    expect(parseDeadline('2027-01-31', now)).toBe(new Date(2027, 0, 31).getTime());
  });

  it('is a date as ISO 8601 writes it, in the zone that it names', () => {
    expect(parseDeadline('2027-01-31T14:00:00Z', now)).toBe(Date.UTC(2027, 0, 31, 14));
    expect(parseDeadline('2027-01-31T14:00:00.250+02:00', now)).toBe(Date.UTC(2027, 0, 31, 12, 0, 0, 250));
    expect(parseDeadline('2027-01-31 14:00-05:30', now)).toBe(Date.UTC(2027, 0, 31, 19, 30));
  });

  it('is never when there is nothing', () => {
    expect(parseDeadline('  ', now)).toBeNull();
    expect(parseDeadline('never', now)).toBeNull();
  });

  it('is refused when it cannot be read', () => {
    expect(parseDeadline('soon', now)).toBe('invalid');
    expect(parseDeadline('3', now)).toBe('invalid');
    expect(parseDeadline('2027-13-40', now)).toBe('invalid');
    expect(parseDeadline('2027-02-29', now)).toBe('invalid');
    expect(parseDeadline('2027-01-31 25:00', now)).toBe('invalid');
    expect(parseDeadline('999999999999999 w', now)).toBe('invalid');
  });

  it('comes back the same from its text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 86_400_000 * 400, max: 2 ** 48 - 1 }), (ms) => {
        // The hour that a clock change repeats has no text of its own.
        const again = parseDeadline(deadlineText(ms), now);
        expect(typeof again === 'number' && Math.abs(again - ms) % 3_600_000).toBe(0);
      }),
    );
  });
});
