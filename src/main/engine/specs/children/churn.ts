/** What a churning writer is told, and what it says. */
export interface ChurnOrders {
  directory: string;
  accounts: number;
  segmentBytes: number;
  /** Batches between two merges. */
  mergeEvery: number;
}

export type ChurnMessage = { ready: true } | { lastSeq: number } | { failed: string };

export const startingBalance = 1000;

export const churnKey = (account: number): string => `account:${account}`;

/** What all balances add up to at every moment. */
export const churnTotal = (accounts: number): number => accounts * startingBalance;
