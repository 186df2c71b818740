import { type Replay, replayOf } from '../../../crash/lab/replay.ts';
import type { Survival, Witness } from '../../../crash/lab/survival.ts';
import type { Trace } from '../../../crash/lab/trace.ts';
import type { PlainWitness, SurvivalAnswer } from './survival-task.ts';

/** A survival as it can be handed to another thread: each trace that a state belongs to once. */
export function plainSurvival({ states, distinct, steps }: Survival): SurvivalAnswer {
  const traces = new Map<Trace, number>();
  const plain = (witness: Witness | null): PlainWitness | null => {
    if (witness === null) return null;
    const known = traces.get(witness.trace) ?? traces.size;
    traces.set(witness.trace, known);
    return { trace: known, state: witness.state };
  };
  const fates = steps.map(
    (row) =>
      row?.map(({ kept, lost, keptIn, lostIn }) => ({
        kept,
        lost,
        keptIn: plain(keptIn),
        lostIn: plain(lostIn),
      })) ?? null,
  );
  return {
    states,
    distinct,
    steps: fates,
    traces: [...traces.keys()].map(({ calls: _, ...trace }) => trace),
  };
}

/** The state of a witness as a replay of the engine of that name. */
export function witnessReplay(engine: string, { traces }: SurvivalAnswer, witness: PlainWitness): Replay {
  const trace: Trace = { ...traces[witness.trace]!, calls: () => 0 };
  return replayOf(engine, trace, witness.state, 'durability');
}
