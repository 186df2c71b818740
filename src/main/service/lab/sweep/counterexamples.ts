import type { Counterexample } from '../../../../shared/contract/sweep.ts';
import { WalscopeError } from '../../../../shared/errors.ts';
import { invariants } from '../../../crash/lab/invariants/invariants.ts';
import type { Replay } from '../../../crash/lab/replay.ts';
import type { SweepFailure } from '../../../crash/lab/sweep-result.ts';
import { systemCalls } from '../../../crash/lab/system-calls.ts';

/** One crash, and what was found about it: a failure for each rule that it breaks, most telling first. */
type Crash = SweepFailure[];

/** The counterexamples of a sweep: what breaks several rules at once is one of them. */
export class Counterexamples {
  readonly #crashes: Crash[] = [];
  readonly #byState = new Map<string, Crash>();

  get count(): number {
    return this.#crashes.length;
  }

  add(failure: SweepFailure): void {
    const { workload, replay } = failure;
    const key = JSON.stringify([workload, replay.state, replay.journal.length]);
    const known = this.#byState.get(key);
    if (known !== undefined) {
      known.push(failure);
      known.sort((one, other) => orderOf(one.invariant) - orderOf(other.invariant));
      return;
    }
    const crash = [failure];
    this.#byState.set(key, crash);
    this.#crashes.push(crash);
  }

  /** Smallest first: those that break the rule, or all. */
  list(invariant: string | null): Counterexample[] {
    return this.#crashes
      .map((crash, id) => ({ crash, id }))
      .filter(({ crash }) => invariant === null || crash.some((failure) => failure.invariant === invariant))
      .map(({ crash, id }) => counterexampleOf(crash, id, invariant))
      .sort((one, other) => one.kept - other.kept || one.call - other.call);
  }

  /** Throws NOT_FOUND. */
  replay(id: number): Replay {
    const failure = this.#crashes[id]?.[0];
    if (failure !== undefined) return failure.replay;
    throw new WalscopeError('NOT_FOUND', `The sweep has no counterexample ${id + 1}.`);
  }
}

const orderOf = (invariant: string): number => invariants.findIndex(({ name }) => name === invariant);

/** `wanted`: the rule that is asked about, which is then told first. */
function counterexampleOf(crash: Crash, id: number, wanted: string | null): Counterexample {
  const told = crash.find(({ invariant }) => invariant === wanted) ?? crash[0]!;
  const { invariant, workload, fault, state, sentence, replay } = told;
  return {
    id,
    invariant,
    also: crash.filter((failure) => failure !== told).map((failure) => failure.invariant),
    workload,
    fault,
    // A replay's journal ends where the crash comes.
    call: systemCalls(replay.journal).length,
    kept: replay.state.fates.filter((fate) => fate !== 'lost').length,
    state,
    sentence,
  };
}
