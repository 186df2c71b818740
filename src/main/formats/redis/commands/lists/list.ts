import type { Binary } from '../../value.ts';
import type { Call } from '../command.ts';
import type { ValueOf } from '../value.ts';

export type List = ValueOf<'list'>;
export type End = 'left' | 'right';

export const listAt = ({ args, db }: Call): List | null => db.typed(args[1] as Binary, 'list');

/** What has happened to a list at this end, as those who listen are told. */
export const poppedAt: Readonly<Record<End, string>> = { left: 'lpop', right: 'rpop' };
export const pushedAt: Readonly<Record<End, string>> = { left: 'lpush', right: 'rpush' };

/** Takes up to `count` items from an end, the outermost first. */
export function take(items: Binary[], end: End, count: number): Binary[] {
  if (end === 'left') return items.splice(0, count);
  return items.splice(Math.max(0, items.length - count)).reverse();
}

/** As many arguments as a call of a function takes without harm. */
const maxSpread = 10_000;

/** Puts items before others. */
export function prepend(items: Binary[], added: readonly Binary[]): void {
  for (let end = added.length; end > 0; end -= maxSpread)
    items.unshift(...added.slice(Math.max(0, end - maxSpread), end));
}
