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

/** Beyond this no deadline is believed: the last millisecond that a Date can hold. */
const maxDateMs = 8.64e15;

/**
 * A deadline as a person types it: a span from now (`90 s`, `1 h 30 min`, `3d`), a date (`2027-01-31 14:00`), or
 * nothing for never (null).
 */
export function parseDeadline(text: string, now: number): number | null | 'invalid' {
  const typed = text.trim().toLowerCase();
  if (typed === '' || typed === 'never' || typed === 'none') return null;
  const span = parseSpan(typed);
  const at = span !== null ? now + span : parseDate(typed);
  if (at === null || !Number.isFinite(at) || at <= 0 || at > maxDateMs) return 'invalid';
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

function parseDate(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}([ t]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(text)) return null;
  const ms = new Date(text.replace(' ', 'T').toUpperCase()).getTime();
  return Number.isNaN(ms) ? null : ms;
}

/** A deadline as the field shows it, so that it comes back the same: local time, to the millisecond where it has one. */
export function deadlineText(ms: number): string {
  const date = new Date(ms);
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const fraction = ms % 1000 === 0 ? '' : `.${pad(date.getMilliseconds(), 3)}`;
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}${fraction}`;
}
