/** What a person may type to get to a record. Offsets in bytes, times in ms since 1970. */
export type Place =
  | { by: 'seq'; seq: number }
  | { by: 'offset'; file: string; offset: number }
  | { by: 'time'; timeMs: number }
  | { by: 'key'; text: string };

const numberPattern = /^[\d,_ ]+$/;
const hexPattern = /^0x[0-9a-f]+$/i;
const clockPattern = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;
const datePattern = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function parseNumber(text: string): number | null {
  const digits = text.replace(/[,_ ]/g, '');
  if (hexPattern.test(digits)) return Number.parseInt(digits, 16);
  if (!numberPattern.test(text) || digits === '') return null;
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : null;
}

/**
 * `48,206` is a sequence number · `@685807` or `000006.log:685,807` an offset (of the newest file unless named) ·
 * `14:03:12` a time of the day of `now`, `2026-11-20 14:03` one of any day · anything else a key, and so is what
 * stands in quotes.
 */
export function parsePlace(input: string, files: readonly string[], now: number): Place | null {
  const text = input.trim();
  if (text === '') return null;
  const quoted = /^"(.*)"$/.exec(text);
  if (quoted) return { by: 'key', text: quoted[1] as string };
  return parseOffset(text, files) ?? parseTime(text, now) ?? parseSeq(text) ?? { by: 'key', text };
}

function parseSeq(text: string): Place | null {
  const seq = parseNumber(text.replace(/^#/, ''));
  return seq === null ? null : { by: 'seq', seq };
}

function parseOffset(text: string, files: readonly string[]): Place | null {
  const newest = files.at(-1);
  if (text.startsWith('@') || hexPattern.test(text)) {
    const offset = parseNumber(text.replace(/^@/, ''));
    return offset === null || newest === undefined ? null : { by: 'offset', file: newest, offset };
  }
  const colon = text.lastIndexOf(':');
  if (colon < 0) return null;
  const named = text.slice(0, colon);
  const file = files.find((name) => name === named || name.replace(/\.[a-z]+$/, '') === named);
  const offset = parseNumber(text.slice(colon + 1).trim());
  return file === undefined || offset === null ? null : { by: 'offset', file, offset };
}

/** A day that its month does not have would be taken for one of the next. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

function parseTime(text: string, now: number): Place | null {
  if (datePattern.test(text)) {
    if (!isDay(text)) return null;
    const timeMs = Date.parse(text.replace(' ', 'T') + (text.length === 10 ? 'T00:00' : ''));
    return Number.isNaN(timeMs) ? null : { by: 'time', timeMs };
  }
  const clock = clockPattern.exec(text);
  if (!clock) return null;
  const [hours, minutes, seconds] = [clock[1], clock[2], clock[3] ?? 0].map(Number) as [
    number,
    number,
    number,
  ];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const ms = Number((clock[4] ?? '').padEnd(3, '0'));
  return { by: 'time', timeMs: new Date(now).setHours(hours, minutes, seconds, ms) };
}
