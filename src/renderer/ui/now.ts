import { useSyncExternalStore } from 'react';

/** One timer for everything that counts, by its period in ms; it runs only while something is shown that counts. */
interface Ticker {
  now: number;
  listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval> | null;
}
const tickers = new Map<number, Ticker>();

function tickerOf(period: number): Ticker {
  let ticker = tickers.get(period);
  if (!ticker) {
    ticker = { now: Date.now(), listeners: new Set(), timer: null };
    tickers.set(period, ticker);
  }
  return ticker;
}

function subscribe(period: number, listener: () => void): () => void {
  const ticker = tickerOf(period);
  ticker.listeners.add(listener);
  ticker.timer ??= setInterval(() => {
    ticker.now = Date.now();
    for (const each of ticker.listeners) each();
  }, period);
  return () => {
    ticker.listeners.delete(listener);
    if (ticker.listeners.size > 0 || ticker.timer === null) return;
    clearInterval(ticker.timer);
    ticker.timer = null;
  };
}

const never = () => () => undefined;

/** The time in ms since 1970, renewed every `period` ms; null stands still. */
export function useNow(period: number | null): number {
  return useSyncExternalStore(period === null ? never : (listener) => subscribe(period, listener), () => {
    if (period === null) return 0;
    const ticker = tickerOf(period);
    if (ticker.timer === null && Date.now() - ticker.now > period) ticker.now = Date.now();
    return ticker.now;
  });
}
