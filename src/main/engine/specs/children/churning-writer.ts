import { open } from '../../open.ts';
import { type ChurnOrders, churnKey, churnTotal, startingBalance } from './churn.ts';

/**
 * Moves amounts between accounts, each time in one batch, and rolls and merges segments all the while. Ends with the
 * last sequence number when it is told to stop.
 */
async function churn({ directory, accounts, segmentBytes, mergeEvery }: ChurnOrders): Promise<number> {
  const store = await open(directory, { fsync: 'no', segmentBytes, garbageShare: null });
  const balances = Array.from({ length: accounts }, () => startingBalance);
  const set = (account: number) =>
    ({ op: 'set', key: churnKey(account), value: `${balances[account]}` }) as const;
  await store.batch(balances.map((_, account) => set(account)));
  process.send?.({ ready: true });
  for (let round = 1; !stopped; round++) {
    const from = round % accounts;
    const to = (round * 7 + 3) % accounts;
    const amount = round % 10;
    balances[from]! -= amount;
    balances[to]! += amount;
    await store.batch([set(from), set(to)]);
    if (round % mergeEvery === 0) await (round % (2 * mergeEvery) === 0 ? store.snapshot() : store.compact());
    if (round % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  if (balances.reduce((sum, balance) => sum + balance) !== churnTotal(accounts)) throw new Error('wrong sum');
  const { acknowledgedSeq } = store.durability();
  await store.close();
  return acknowledgedSeq;
}

let stopped = false;

process.on('message', (message: { orders: ChurnOrders } | 'stop') => {
  if (message === 'stop') {
    stopped = true;
    return;
  }
  churn(message.orders).then(
    (lastSeq) => process.send?.({ lastSeq }, () => process.disconnect()),
    (error: Error) => process.send?.({ failed: error.message }, () => process.exit(1)),
  );
});
