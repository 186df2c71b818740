import type { OpenOptions } from '../api.ts';

/** The indexes that a store can have: whatever it does, it does with each of them. */
export const indexKinds: readonly { index: string; indexOptions: Pick<OpenOptions, 'keysInMemory'> }[] = [
  { index: 'keys in memory', indexOptions: {} },
  { index: 'keys in the log', indexOptions: { keysInMemory: false } },
];
