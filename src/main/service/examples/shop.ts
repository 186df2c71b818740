import { SeededRandom } from '../../../shared/seeded-random.ts';
import type { Change, Store } from '../../engine/api.ts';
import { open } from '../../engine/open.ts';
import { type Catalogue, cart, makeCatalogue, order, session, stock, user } from './shop-data.ts';

const seed = 42;
/** The shop's history reaches back this far from the moment it is made, in ms. */
const historyMs = 2 * 60 * 60 * 1000;
/** Small segments, so that a few of them are there to be seen. */
const segmentBytes = 48 * 1024;
const openingBatches = 60;
const busyBatches = 160;
const firstOrder = 4001;

/**
 * Fills a directory with a small shop: users, orders, carts, stock and sessions with deadlines, written over two
 * hours by the clock, with overwrites, deletes, a snapshot in the middle and a busy log behind it.
 */
export async function writeShop(directory: string): Promise<void> {
  const clock = new ShopClock(Date.now() - historyMs, historyMs / (openingBatches + busyBatches + 2));
  const store = await open(directory, {
    fsync: 'always',
    segmentBytes,
    garbageShare: null,
    now: () => clock.nowMs,
  });
  try {
    await trade(store, clock);
  } finally {
    await store.close();
  }
}

async function trade(store: Store, clock: ShopClock): Promise<void> {
  const random = new SeededRandom(seed);
  const catalogue = makeCatalogue(random);
  for (const changes of openingStock(random, catalogue)) {
    await store.batch(changes);
    clock.tick();
  }
  await store.snapshot();
  clock.tick();
  let nextOrder = firstOrder;
  for (let batch = 0; batch < busyBatches; batch++) {
    const changes = new Map<string, Change>();
    for (let i = random.between(2, 12); i > 0; i--) {
      const change = somethingHappens(random, catalogue, clock.nowMs, nextOrder);
      if (String(change.key).startsWith('order:')) nextOrder++;
      changes.set(String(change.key), change);
    }
    changes.set('counter:orders', {
      op: 'set',
      key: 'counter:orders',
      value: String(nextOrder - firstOrder),
    });
    await store.batch([...changes.values()]);
    clock.tick();
  }
}

/** What is there when the shop opens, in batches of its own. */
function openingStock(random: SeededRandom, catalogue: Catalogue): Change[][] {
  const all: Change[] = [
    { op: 'set', key: 'config:currency', value: 'EUR' },
    { op: 'set', key: 'config:checkout.banner', value: 'Free delivery this week' },
    ...catalogue.skus.map((sku) => stock(random, sku)),
    ...Array.from({ length: catalogue.users }, (_, i) => user(random, i + 1)),
    ...Array.from({ length: 600 }, (_, i) => order(random, catalogue, firstOrder - 600 + i)),
  ];
  const size = Math.ceil(all.length / openingBatches);
  return Array.from({ length: openingBatches }, (_, i) => all.slice(i * size, (i + 1) * size)).filter(
    (batch) => batch.length > 0,
  );
}

function somethingHappens(
  random: SeededRandom,
  catalogue: Catalogue,
  nowMs: number,
  nextOrder: number,
): Change {
  const dice = random.next();
  if (dice < 0.3) return session(random, catalogue, nowMs);
  if (dice < 0.5) return cart(random, catalogue);
  if (dice < 0.7) return stock(random, random.pick(catalogue.skus));
  if (dice < 0.85) return order(random, catalogue, nextOrder);
  if (dice < 0.95) return user(random, random.between(1, catalogue.users));
  return { op: 'delete', key: `order:${random.between(firstOrder - 600, firstOrder - 1)}` };
}

class ShopClock {
  nowMs: number;
  readonly #tickMs: number;

  constructor(startMs: number, tickMs: number) {
    this.nowMs = startMs;
    this.#tickMs = tickMs;
  }

  tick(): void {
    this.nowMs = Math.floor(this.nowMs + this.#tickMs);
  }
}
