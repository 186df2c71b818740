/** Numbers, times and sizes as Walscope writes them. Counts are exact; units stand in headers where they can. */

import { formatCount } from '../../shared/words.ts';

export { formatCount, plural } from '../../shared/words.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A count that may still grow: `≈ 2,610,000`, rounded to three digits. */
export function formatAbout(count: number, exact: boolean): string {
  if (exact || count < 1000) return formatCount(count);
  const scale = 10 ** (Math.floor(Math.log10(count)) - 2);
  return `≈ ${formatCount(Math.round(count / scale) * scale)}`;
}

/** 3,749,082 B: to the byte, since bytes are what is looked at. */
export function formatBytes(bytes: number): string {
  return `${formatCount(bytes)} B`;
}

/** Binary units for limits and parts of values: 99.9 MiB. */
export function formatMebibytes(bytes: number): string {
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** A span with its two largest units: `6 d 23 h`, `23 h 59 min`, `12 s`. Never negative. */
export function formatSpan(ms: number): string {
  const left = Math.max(0, ms);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  if (left >= day) return `${Math.floor(left / day)} d ${two((left % day) / hour)} h`;
  if (left >= hour) return `${Math.floor(left / hour)} h ${two((left % hour) / minute)} min`;
  if (left >= minute) return `${Math.floor(left / minute)} min ${two((left % minute) / second)} s`;
  return `${Math.floor(left / second)} s`;
}

/** Short spans that are watched while they grow: `0.42 s`, `12.3 s`, `2 min 04 s`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return formatSpan(ms);
}

export function formatMs(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

/** 14:03:12 */
export function formatTime(ms: number): string {
  const date = new Date(ms);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** 20 Nov 2026 14:03:12; the year only when asked for or when it is another one. */
export function formatDate(ms: number, options: { year?: boolean; milliseconds?: boolean } = {}): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '—';
  const year =
    options.year || date.getFullYear() !== new Date().getFullYear() ? ` ${date.getFullYear()}` : '';
  const fraction = options.milliseconds ? `.${pad(date.getMilliseconds(), 3)}` : '';
  return `${date.getDate()} ${months[date.getMonth()]}${year} ${formatTime(ms)}${fraction}`;
}

/** For machines; none where the time lies beyond those that a date holds, as deadlines may. */
export function isoTime(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** How long ago, for lists: now, 14 min ago, 2 h ago, yesterday, 12 Nov. */
export function formatAgo(ms: number, now = Date.now()): string {
  const past = now - ms;
  if (past < minute) return 'now';
  if (past < hour) return `${Math.floor(past / minute)} min ago`;
  if (past < 12 * hour) return `${Math.floor(past / hour)} h ago`;
  const then = new Date(ms);
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (ms >= midnight) return formatTime(ms).slice(0, 5);
  if (ms >= midnight - day) return 'yesterday';
  const year = then.getFullYear() === new Date(now).getFullYear() ? '' : ` ${then.getFullYear()}`;
  return `${then.getDate()} ${months[then.getMonth()]}${year}`;
}

/** An unsigned 32-bit checksum as eight hex digits. */
export function formatCrc(crc: number): string {
  return (crc >>> 0).toString(16).padStart(8, '0');
}
