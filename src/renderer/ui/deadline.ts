import { maxExpireAt } from '../../shared/limits.ts';

const unitMs: Record<string, number> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * A deadline as a person types it: a span from now (`90 s`, `1 h 30 min`, `3d`), a date (`2027-01-31 14:00`), or
 * nothing for never (null).
 */
export function parseDeadline(text: string, now: number): number | null | 'invalid' {
  const typed = text.trim().toLowerCase();
  if (typed === '' || typed === 'never' || typed === 'none') return null;
  const span = parseSpan(typed);
  const at = span !== null ? now + span : parseDate(typed);
  if (at === null || !Number.isFinite(at) || at <= 0 || at > maxExpireAt) return 'invalid';
  return Math.round(at);
}

function parseSpan(text: string): number | null {
  let rest = text.replace(/^in /, '').replace(/\s+/g, '');
  let total = 0;
  if (rest === '') return null;
  while (rest !== '') {
    const part = /^(\d+(?:\.\d+)?)(ms|sec|s|min|m|h|d|w)/.exec(rest);
    if (!part) return null;
    total += Number(part[1]) * (unitMs[part[2] as string] as number);
    rest = rest.slice(part[0].length);
  }
  return total;
}

const date =
  /^(\d{4,6})-(\d{2})-(\d{2})(?:[ t](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(z|[+-]\d{2}:\d{2})?)?$/;

/** Local time, unless a zone is named as ISO 8601 does. A day that its month does not have is none. */
function parseDate(text: string): number | null {
  const found = date.exec(text);
  if (!found) return null;
  const part = (index: number) => Number(found[index] ?? 0);
  const [year, month, day, hours, minutes, seconds] = [
    part(1),
    part(2) - 1,
    part(3),
    part(4),
    part(5),
    part(6),
  ];
  const ms = Number((found[7] ?? '').padEnd(3, '0'));
  const days = new Date(Date.UTC(year, month, day));
  if (days.getUTCMonth() !== month || days.getUTCDate() !== day) return null;
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const zone = found[8];
  if (zone === undefined) return new Date(year, month, day, hours, minutes, seconds, ms).getTime();
  return Date.UTC(year, month, day, hours, minutes, seconds, ms) - zoneMs(zone);
}

function zoneMs(zone: string): number {
  if (zone === 'z') return 0;
  const ms = Number(zone.slice(1, 3)) * 3_600_000 + Number(zone.slice(4)) * 60_000;
  return zone.startsWith('-') ? -ms : ms;
}

/** A deadline as the field shows it, so that it comes back the same: local time, to the millisecond where it has one. */
export function deadlineText(ms: number): string {
  const date = new Date(ms);
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const fraction = ms % 1000 === 0 ? '' : `.${pad(date.getMilliseconds(), 3)}`;
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}${fraction}`;
}
