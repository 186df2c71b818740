import { Deque, type End } from '../../deque.ts';
import type { Binary } from '../../value.ts';
import type { Call } from '../command.ts';
import type { ValueOf } from '../value.ts';

export type List = ValueOf<'list'>;

export const listAt = ({ args, db }: Call): List | null => db.typed(args[1] as Binary, 'list');
export const emptyList = (): List => ({ type: 'list', items: new Deque() });

/** The command that takes items from this end. */
export const popAt: Readonly<Record<End, string>> = { start: 'LPOP', end: 'RPOP' };

/** What has happened to a list at this end, as those who listen are told. */
export const poppedAt: Readonly<Record<End, string>> = { start: 'lpop', end: 'rpop' };
export const pushedAt: Readonly<Record<End, string>> = { start: 'lpush', end: 'rpush' };

export function put({ items }: List, item: Binary, end: End): void {
  if (end === 'end') items.push(item);
  else items.unshift(item);
}
