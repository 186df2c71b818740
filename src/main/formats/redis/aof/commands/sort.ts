import { Deque } from '../../deque.ts';
import { strtod } from '../../strtod.ts';
import type { Binary, RedisValue } from '../../value.ts';
import { type Call, type CommandTable, Refused, Unknowable } from '../command.ts';

interface SortOptions {
  by: Binary | null;
  get: Binary[];
  alpha: boolean;
  descending: boolean;
  limit: { offset: number; count: number } | null;
  store: Binary | null;
}

function sort(call: Call): void {
  const options = optionsOf(call);
  if (options.store === null) return;
  const value = call.keys.value(call.binary(1));
  const ordered = inOrder(call, value?.type, elementsOf(value), options);
  const { offset, count } = options.limit ?? { offset: 0, count: -1 };
  const chosen = ordered.slice(Math.max(0, offset), count < 0 ? undefined : Math.max(0, offset) + count);
  const items =
    options.get.length === 0
      ? chosen
      : chosen.flatMap((element) => options.get.map((pattern) => lookUp(call, pattern, element) ?? ''));
  if (items.length === 0) call.keys.delete(options.store);
  else call.keys.set(options.store, { type: 'list', items: new Deque(items) }, null);
}

/** A pattern without `*` asks for no order; a set has none to keep, and is then stored by its bytes. */
function inOrder(
  call: Call,
  type: RedisValue['type'] | undefined,
  elements: Binary[],
  options: SortOptions,
): Binary[] {
  if (options.by === null || options.by.includes('*')) return order(call, elements, options);
  if (type === 'set') return order(call, elements, { ...options, by: null, alpha: true });
  return options.descending ? elements.reverse() : elements;
}

function optionsOf(call: Call): SortOptions {
  const options: SortOptions = {
    by: null,
    get: [],
    alpha: false,
    descending: false,
    limit: null,
    store: null,
  };
  for (let at = 2; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'ALPHA') options.alpha = true;
    else if (option === 'DESC') options.descending = true;
    else if (option === 'ASC') options.descending = false;
    else if (option === 'BY') options.by = call.binary(++at);
    else if (option === 'GET') options.get.push(call.binary(++at));
    else if (option === 'STORE') options.store = call.binary(++at);
    else if (option === 'LIMIT') {
      options.limit = { offset: call.number(at + 1), count: call.number(at + 2) };
      at += 2;
    } else throw call.unknownOption(at);
  }
  return options;
}

function elementsOf(value: RedisValue | undefined): Binary[] {
  if (value === undefined) return [];
  if (value.type === 'list') return value.items.slice(0);
  if (value.type === 'set') return [...value.members];
  if (value.type === 'zset') return value.scores.ranked.slice(0).map(([member]) => member);
  throw new Refused('WRONGTYPE');
}

function order(call: Call, elements: readonly Binary[], { by, alpha, descending }: SortOptions): Binary[] {
  const weighed = elements.map((element) => ({
    element,
    weight: by === null ? element : (lookUp(call, by, element) ?? null),
  }));
  if (alpha) {
    // What is stored is compared by its bytes; only what is answered goes by the server's locale.
    weighed.sort((a, b) => compareTexts(a.weight, b.weight) || compare(a.element, b.element));
    if (by !== null) refuseTies(weighed);
  } else {
    // Each is read before any is compared: one that is no number refuses all, and be it the only one.
    const scored = weighed.map(({ element, weight }) => ({
      element,
      score: weight === null ? 0 : numberOf(weight),
    }));
    scored.sort((a, b) => a.score - b.score || compare(a.element, b.element));
    return arranged(scored, descending);
  }
  return arranged(weighed, descending);
}

/** Texts that are looked up are all that Redis compares: how others lie that have the same is up to its C library. */
function refuseTies(sorted: readonly { element: Binary; weight: Binary | null }[]): void {
  for (const [at, { element, weight }] of sorted.entries()) {
    const before = at === 0 ? undefined : sorted[at - 1];
    if (before && before.weight === weight && before.element !== element)
      throw new Unknowable('it sorts elements by texts that are the same for some of them');
  }
}

function arranged(sorted: readonly { element: Binary }[], descending: boolean): Binary[] {
  const ordered = sorted.map(({ element }) => element);
  return descending ? ordered.reverse() : ordered;
}

/** What is missing comes before what is empty. */
function compareTexts(a: Binary | null, b: Binary | null): number {
  return a === null || b === null ? Number(a !== null) - Number(b !== null) : compare(a, b);
}

const compare = (a: Binary, b: Binary) => (a < b ? -1 : a > b ? 1 : 0);

function numberOf(text: Binary): number {
  const number = strtod(text);
  if (number === null) throw new Refused('not a number');
  return number;
}

/** `#` is the element itself; `*` in a pattern stands for it; behind `->` stands the field of a hash. */
function lookUp(call: Call, pattern: Binary, element: Binary): Binary | undefined {
  if (pattern === '#') return element;
  if (!pattern.includes('*')) return undefined;
  const [keyPattern = '', field] = pattern.split(/->(?=.+$)/s);
  const value = call.keys.value(keyPattern.replace('*', () => element));
  if (value?.type === 'hash' && field !== undefined) return value.fields.get(field)?.value;
  if (value?.type === 'string' && field === undefined) return Buffer.from(value.bytes).toString('latin1');
  return undefined;
}

export const sortCommands: CommandTable = { SORT: sort };
