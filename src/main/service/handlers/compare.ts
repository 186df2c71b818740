import type { compareCalls } from '../../../shared/contract/compare.ts';
import type { Handlers } from '../../../shared/contract/index.ts';
import { compareSides } from '../lab/sweep/compare-sides.ts';

export function compareHandlers(): Pick<Handlers, keyof typeof compareCalls> {
  return { 'compare.run': compareSides };
}
