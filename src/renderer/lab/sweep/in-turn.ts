import type { SweepSetup } from '../../../shared/contract/sweep.ts';
import { jobEnded } from '../../stores/jobs.ts';
import { changeSetup, startSweep, useSweep } from './sweep-model.ts';

/** States of one of these sweeps, at most: it goes only where a safeguard's absence shows. */
const statesInTurn = 10_000;

/** Takes out each safeguard by itself and sweeps, until all have had their turn or somebody stops it. */
export async function sweepInTurn(): Promise<void> {
  const { choices, setup } = useSweep.getState();
  useSweep.setState({ inTurn: choices?.safeguards.map(({ name }) => name) ?? [] });
  for (;;) {
    const [next, ...others] = useSweep.getState().inTurn ?? [];
    const where = next === undefined ? null : whereItShows(next);
    if (where === null) break;
    changeSetup({ ...where, limit: statesInTurn });
    await startSweep();
    const { summary, error } = useSweep.getState();
    if (error !== null || summary === null) break;
    await jobEnded(summary.job);
    if (useSweep.getState().inTurn !== null) useSweep.setState({ inTurn: others });
  }
  useSweep.setState({ inTurn: null });
  changeSetup(setup);
}

/** The engine without this safeguard, in the workloads and under the faults in which that shows. */
export function whereItShows(
  name: string,
): Pick<SweepSetup, 'without' | 'workloads' | 'faults' | 'fsync'> | null {
  const safeguard = useSweep.getState().choices?.safeguards.find((each) => each.name === name);
  if (safeguard === undefined) return null;
  const { workloads, faults, fsync } = safeguard;
  return { without: [name], workloads, faults, fsync };
}
