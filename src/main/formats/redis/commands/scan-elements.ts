import type { Binary } from '../value.ts';
import type { Call } from './command.ts';
import { cursorOf, scanOptions } from './generic/scan.ts';
import { matchesGlob } from './glob.ts';
import type { Reply } from './reply.ts';
import { ScanOrder } from './scan-order.ts';
import { type ValueOf, wideningOf } from './value.ts';

interface Scanned {
  /** The map or the set that holds the names, as long as it is the same value. */
  holder: { readonly size: number; has(name: Binary): boolean };
  names: () => Iterable<Binary>;
  /** What is told of a name that is there. */
  told: (name: Binary) => readonly Binary[];
}

/** Of walks that go on; one that has been forgotten is made anew. */
const orders = new WeakMap<object, ScanOrder>();

/**
 * A piece of a large structure, and the cursor with which the next one is asked for; all elements at once of one that
 * Redis would hold in a compact encoding, or that has no more than were asked for.
 */
export function scanElements<T extends 'hash' | 'set' | 'zset'>(
  { args, db }: Call,
  type: T,
  scannedOf: (value: ValueOf<T>) => Scanned,
): Reply {
  const cursor = cursorOf(args[2] as Binary);
  const value = db.typed(args[1] as Binary, type);
  if (value === null) return ['0', []];
  const { pattern, count } = scanOptions(args, 3, false);
  const { holder, names, told } = scannedOf(value);
  const isWalked = wideningOf(value)?.isWide === true && (cursor !== 0 || holder.size > count);
  const page = isWalked ? pageOf(holder, names, cursor, count) : { names: [...names()], next: 0 };
  const chosen = page.names.filter((name) => pattern === null || matchesGlob(pattern, name));
  return [String(page.next), chosen.flatMap(told)];
}

/** What has come since the walk began may be left out, and what has gone must be. */
function pageOf(holder: Scanned['holder'], names: Scanned['names'], cursor: number, count: number) {
  const order = (cursor === 0 ? null : orders.get(holder)) ?? new ScanOrder(names());
  const page = order.page(cursor, count);
  if (page.next === 0) orders.delete(holder);
  else orders.set(holder, order);
  return { names: page.names.filter((name) => holder.has(name)), next: page.next };
}
