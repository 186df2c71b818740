import type { Handlers } from '../../../shared/contract/index.ts';
import type { survivalCalls } from '../../../shared/contract/survival.ts';
import type { sweepCalls } from '../../../shared/contract/sweep.ts';
import { countBytes } from '../lab/sweep/count-bytes.ts';
import { labChoices } from '../lab/sweep/lab-choices.ts';
import type { SurvivalRuns } from '../lab/sweep/survival-runs.ts';
import type { SweepRuns } from '../lab/sweep/sweep-runs.ts';

export function sweepHandlers(options: {
  sweeps: SweepRuns;
  survivals: SurvivalRuns;
}): Pick<Handlers, keyof typeof sweepCalls | keyof typeof survivalCalls> {
  const { sweeps, survivals } = options;
  return {
    'sweep.choices': async () => labChoices(),
    'sweep.start': async (setup) => sweeps.start(setup),
    'sweep.last': async () => sweeps.last(),
    'sweep.heat': async ({ sweep, invariant, columns }) => {
      const heat = sweeps.get(sweep).heat(columns, invariant);
      return { ...heat, states: countBytes(heat.states), failing: countBytes(heat.failing) };
    },
    'sweep.counterexamples': async ({ sweep, invariant }) => sweeps.get(sweep).counterexamples(invariant),
    'sweep.replay': async ({ sweep, counterexample }) => sweeps.get(sweep).replay(counterexample),
    'sweep.cell': async ({ sweep, fault, column, columns }) =>
      sweeps.get(sweep).cell({ fault, column, columns }),
    'survival.start': async (setup) => survivals.start(setup),
    'survival.last': async () => survivals.last(),
    'survival.replay': async ({ survival, write, column, isThere }) =>
      survivals.replay(survival, write, column, isThere),
  };
}
