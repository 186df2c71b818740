import { WalscopeError } from '../../../shared/errors.ts';
import { chosenState } from './chosen-state.ts';
import { foundAfter, playCrash } from './crash-outcome.ts';
import type { KeptTrace } from './kept-trace.ts';
import { goneSteps, stepFatesOf } from './step-fates.ts';

/**
 * For each crash point of the trace, how many answered writes the next start misses when the disk kept nothing but
 * what an fsync had proven. It is the engine's own recovery that is asked, once for each point. Throws CANCELLED once
 * it is no longer wanted.
 */
export async function atStake(kept: KeptTrace, isWanted: () => boolean): Promise<number[]> {
  const counts: number[] = [];
  for (let at = 0; at <= kept.trace.journal.length; at++) {
    if (!isWanted()) throw new WalscopeError('CANCELLED', 'Another trace is looked at by now.');
    const played = await playCrash(kept, chosenState(kept, { at, kind: 'power', fates: [] }));
    if (played === null) throw new RangeError(`no state at entry ${at}`);
    counts.push(goneSteps(stepFatesOf(played.history, foundAfter(played.recovery))).length);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return counts;
}
