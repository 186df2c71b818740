import type { CrashState } from './crash-state.ts';
import { damages } from './faults.ts';

/** A shrinking gives up after so many recoveries. */
const maxTries = 300;

/**
 * The state with as few surviving operations as still make it fail: what is left is what matters. `fails` recovers
 * and judges. Where all operations survive by the nature of the fault there is nothing to take away.
 */
export async function shrink(
  state: CrashState,
  fails: (state: CrashState) => Promise<boolean>,
): Promise<CrashState> {
  if (state.fault === 'process-kill' || state.failingRead !== null || damages.has(state.fault)) return state;
  let smallest = await withFewestCrashes(withoutLostEnd(state), fails);
  let tries = 0;
  for (let index = smallest.fates.length - 1; index >= 0 && tries < maxTries; index--) {
    if (smallest.fates[index] === 'lost') continue;
    const fates = smallest.fates.map((fate, other) => (other === index ? 'lost' : fate));
    const candidate = { ...smallest, fates };
    tries += 1;
    if (await fails(candidate)) smallest = candidate;
  }
  return withoutLostEnd(smallest);
}

/** A recovery that need not have crashed is let to its end. */
async function withFewestCrashes(
  state: CrashState,
  fails: (state: CrashState) => Promise<boolean>,
): Promise<CrashState> {
  let fewest = state;
  while (fewest.again.length > 0) {
    const candidate = { ...fewest, again: fewest.again.slice(0, -1) };
    if (!(await fails(candidate))) break;
    fewest = candidate;
  }
  return fewest;
}

/** What is not named is lost anyway. */
function withoutLostEnd(state: CrashState): CrashState {
  const end = state.fates.findLastIndex((fate) => fate !== 'lost') + 1;
  return { ...state, fates: state.fates.slice(0, end) };
}
