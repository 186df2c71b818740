import { Deque, type End } from '../../../../formats/redis/deque.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import type { ValueOf } from '../../keyspace/value.ts';
import type { Call } from '../command.ts';

export type List = ValueOf<'list'>;

export const listAt = ({ args, db }: Call): List | null => db.typed(args[1] as Binary, 'list');
export const emptyList = (): List => ({ type: 'list', items: new Deque() });

/** What has happened to a list at this end, as those who listen are told. */
export const poppedAt: Readonly<Record<End, string>> = { start: 'lpop', end: 'rpop' };
export const pushedAt: Readonly<Record<End, string>> = { start: 'lpush', end: 'rpush' };

export function put({ items }: List, item: Binary, end: End): void {
  if (end === 'end') items.push(item);
  else items.unshift(item);
}
