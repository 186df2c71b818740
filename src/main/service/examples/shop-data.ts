import type { SeededRandom } from '../../../shared/seeded-random.ts';
import type { Change } from '../../engine/api.ts';

/** The keys and values of a small shop, as JSON. */

const firstNames = [
  'Ada',
  'Grace',
  'Alan',
  'Edsger',
  'Barbara',
  'Donald',
  'Frances',
  'Tony',
  'Margaret',
  'Ken',
];
const lastNames = ['Byron', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Knuth', 'Allen', 'Hoare', 'Hamilton'];
const goods = ['TEA', 'MUG', 'POT', 'CUP', 'KET', 'TIN', 'TRAY', 'SPOON'];
const plans = ['free', 'team', 'pro'];
const statuses = ['new', 'paid', 'packed', 'sent'];
const minuteMs = 60_000;

export interface Catalogue {
  users: number;
  skus: readonly string[];
}

export function makeCatalogue(random: SeededRandom): Catalogue {
  const skus = Array.from(
    { length: 120 },
    (_, i) => `${random.pick(goods)}-${String(i * 5 + 10).padStart(3, '0')}`,
  );
  return { users: 700, skus };
}

const set = (key: string, value: unknown): Change => ({ op: 'set', key, value: JSON.stringify(value) });

export function user(random: SeededRandom, id: number): Change {
  const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`;
  const email = `${name.toLowerCase().replace(' ', '.')}.${id}@example.org`;
  return set(`user:${id}`, { id, name, email, plan: random.pick(plans), credit: random.between(0, 200) });
}

export function stock(random: SeededRandom, sku: string): Change {
  return { op: 'set', key: `stock:${sku}`, value: String(random.between(0, 900)) };
}

export function order(random: SeededRandom, catalogue: Catalogue, number: number): Change {
  const items = Array.from({ length: random.between(1, 4) }, () => ({
    sku: random.pick(catalogue.skus),
    count: random.between(1, 5),
  }));
  return set(`order:${number}`, {
    number,
    user: random.between(1, catalogue.users),
    items,
    total: random.between(250, 19_999) / 100,
    status: random.pick(statuses),
  });
}

/** A session lasts half an hour to three days; some of the short ones are over by the time somebody looks. */
export function session(random: SeededRandom, catalogue: Catalogue, nowMs: number): Change {
  const minutes = random.pick([30, 30, 120, 240, 720, 4320]);
  return {
    ...set(`session:${random.hex(12)}`, {
      user: random.between(1, catalogue.users),
      since: nowMs,
      via: 'web',
    }),
    expireAt: nowMs + minutes * minuteMs,
  } as Change;
}

export function cart(random: SeededRandom, catalogue: Catalogue): Change {
  const id = random.between(1, catalogue.users);
  if (random.next() < 0.3) return { op: 'delete', key: `cart:${id}` };
  const items = Array.from({ length: random.between(1, 6) }, () => random.pick(catalogue.skus));
  return set(`cart:${id}`, { items });
}
