import type { Step } from './workloads.ts';

/** Steps of a workload that is written out by hand. */

export const set = (key: string, value: string): Step => ({
  kind: 'change',
  change: { op: 'set', key, value },
});

export const remove = (key: string): Step => ({ kind: 'change', change: { op: 'delete', key } });

/** All of these sets or none. */
export const setAll = (values: Readonly<Record<string, string>>): Step => ({
  kind: 'batch',
  changes: Object.entries(values).map(([key, value]) => ({ op: 'set', key, value })),
});

export const snapshot: Step = { kind: 'snapshot' };
export const compact: Step = { kind: 'compact' };
export const reopen: Step = { kind: 'reopen' };
