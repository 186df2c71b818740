import { Deque } from '../../deque.ts';
import { strtod } from '../../strtod.ts';
import type { Binary } from '../../value.ts';
import { whole, word } from '../arguments.ts';
import { type Call, type CommandSpec, command } from '../command.ts';
import type { Database } from '../database.ts';
import { errors, fail } from '../errors.ts';
import type { Reply } from '../reply.ts';
import type { Value } from '../value.ts';

interface SortOptions {
  by: Binary | null;
  get: Binary[];
  isAlpha: boolean;
  isDescending: boolean;
  offset: number;
  count: number;
  store: Binary | null;
}

function sort(call: Call, mayStore: boolean): Reply {
  const { args, db, told } = call;
  const options = optionsOf(args, mayStore);
  const value = db.get(args[1] as Binary);
  const elements = elementsOf(value);
  const ordered = inOrder(db, value, elements, options);
  const from = Math.max(0, options.offset);
  const chosen = ordered.slice(from, options.count < 0 ? undefined : from + options.count);
  const rows: (Binary | null)[] =
    options.get.length === 0
      ? chosen
      : chosen.flatMap((element) => options.get.map((pattern) => lookUp(db, pattern, element)));
  if (options.store === null) return rows;
  const items = rows.map((row) => row ?? '');
  db.store(options.store, { type: 'list', items: new Deque(items) }, 'sortstore');
  // Whoever sorts in another way leaves those that weigh the same in another order.
  if (options.by !== null && options.isAlpha) {
    told.as('DEL', options.store);
    if (items.length > 0) told.as('RPUSH', options.store, ...items);
  }
  return rows.length;
}

function optionsOf(args: readonly Binary[], mayStore: boolean): SortOptions {
  const options: SortOptions = {
    by: null,
    get: [],
    isAlpha: false,
    isDescending: false,
    offset: 0,
    count: -1,
    store: null,
  };
  for (let at = 2; at < args.length; at++) {
    const option = word(args[at]);
    const left = args.length - at - 1;
    if (option === 'ASC') options.isDescending = false;
    else if (option === 'DESC') options.isDescending = true;
    else if (option === 'ALPHA') options.isAlpha = true;
    else if (option === 'LIMIT' && left >= 2) {
      options.offset = whole(args[++at] as Binary);
      options.count = whole(args[++at] as Binary);
    } else if (option === 'STORE' && left >= 1 && mayStore) options.store = args[++at] as Binary;
    else if (option === 'BY' && left >= 1) options.by = args[++at] as Binary;
    else if (option === 'GET' && left >= 1) options.get.push(args[++at] as Binary);
    else fail(errors.syntax);
  }
  return options;
}

function elementsOf(value: Value | null): Binary[] {
  switch (value?.type) {
    case undefined:
      return [];
    case 'list':
      return value.items.slice(0);
    case 'set':
      return [...value.members];
    case 'zset':
      return value.scores.ranked.slice(0).map(([member]) => member);
    default:
      return fail(errors.wrongType);
  }
}

/** A pattern without `*` asks for no order; what is stored of a set has one all the same. */
function inOrder(db: Database, value: Value | null, elements: Binary[], options: SortOptions): Binary[] {
  if (options.by === null || options.by.includes('*')) return order(db, elements, options);
  if (value?.type === 'set' && options.store !== null)
    return order(db, elements, { ...options, by: null, isAlpha: true });
  return value?.type !== 'set' && options.isDescending ? elements.reverse() : elements;
}

function order(
  db: Database,
  elements: readonly Binary[],
  { by, isAlpha, isDescending }: SortOptions,
): Binary[] {
  const weighed = elements.map((element) => ({
    element,
    weight: by === null ? element : lookUp(db, by, element),
  }));
  if (isAlpha)
    weighed.sort(
      (a, b) => compare(a.weight ?? '', b.weight ?? '') || (by === null ? 0 : compare(a.element, b.element)),
    );
  else {
    const numbered = weighed.map(({ element, weight }) => ({
      element,
      number: weight === null ? 0 : numberOf(weight),
    }));
    numbered.sort((a, b) => a.number - b.number || compare(a.element, b.element));
    const ordered = numbered.map(({ element }) => element);
    return isDescending ? ordered.reverse() : ordered;
  }
  const ordered = weighed.map(({ element }) => element);
  return isDescending ? ordered.reverse() : ordered;
}

const compare = (a: Binary, b: Binary): number => (a < b ? -1 : a > b ? 1 : 0);

function numberOf(text: Binary): number {
  return strtod(text) ?? fail("ERR One or more scores can't be converted into double");
}

/** `#` is the element itself; `*` in a pattern stands for it; behind `->` stands the field of a hash. */
function lookUp(db: Database, pattern: Binary, element: Binary): Binary | null {
  if (pattern === '#') return element;
  const star = pattern.indexOf('*');
  if (star < 0) return null;
  const arrow = pattern.indexOf('->', star);
  const hasField = arrow >= 0 && arrow + 2 < pattern.length;
  const keyPattern = hasField ? pattern.slice(0, arrow) : pattern;
  const value = db.get(keyPattern.slice(0, star) + element + keyPattern.slice(star + 1));
  if (hasField)
    return value?.type === 'hash' ? (value.fields.get(pattern.slice(arrow + 2))?.value ?? null) : null;
  return value?.type === 'string' ? value.text : null;
}

function storeKeys(args: readonly Binary[]): number[] {
  let stored: number | null = null;
  for (let at = 2; at + 1 < args.length; at++) {
    const option = word(args[at]);
    if (option === 'STORE') stored = at + 1;
    at += option === 'LIMIT' ? 2 : ['STORE', 'BY', 'GET'].includes(option) ? 1 : 0;
  }
  return stored === null ? [1] : [1, stored];
}

export const sortCommands: readonly CommandSpec[] = [
  command(
    'sort',
    -2,
    'write denyoom movablekeys',
    [1, 1, 1],
    '1.0.0',
    'Sorts a list, a set or a sorted set',
    (call) => sort(call, true),
    { findKeys: storeKeys, categories: ['set', 'sortedset', 'list', 'dangerous'] },
  ),
  command(
    'sort_ro',
    -2,
    'readonly movablekeys',
    [1, 1, 1],
    '7.0.0',
    'Sorts a list, a set or a sorted set, and stores nothing',
    (call) => sort(call, false),
    { categories: ['set', 'sortedset', 'list', 'dangerous'] },
  ),
];
