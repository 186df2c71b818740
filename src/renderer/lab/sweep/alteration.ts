import type { AlteredEngine } from '../../../shared/contract/sweep.ts';

/** The same for the same engine with the same safeguards taken out, in whatever order. */
export const alterationKey = ({ engine, without }: AlteredEngine): string =>
  [engine, ...[...without].sort()].join(' ');
