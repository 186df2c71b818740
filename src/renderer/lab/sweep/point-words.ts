import type { HeatColumn } from './heat-layout.ts';

/** A crash point in words: `after call 12 of 40, fsync 000001.log`; several of them: `after calls 12–15 of 40`. */
export function pointWords({ section, from, to }: HeatColumn): string {
  const { calls } = section;
  if (from !== to) return `after calls ${from}–${to} of ${calls.length}`;
  const last = calls[from - 1];
  if (last === undefined) return `before the first of ${calls.length} calls`;
  const next = calls[from];
  return `after call ${from} of ${calls.length}, ${last}${next === undefined ? '' : `, before ${next}`}`;
}
