import type { FsyncPolicy } from '../../../shared/model.ts';
import type { CrashState } from './crash-state.ts';
import { allowedValues, contentsAfterEach, type History, type HistoryReader } from './history.ts';
import type { Evidence } from './invariants/evidence.ts';
import { invariants } from './invariants/invariants.ts';
import type { Recovery } from './recovery.ts';
import type { Contents } from './subject.ts';
import type { Step } from './workloads.ts';

export interface Violation {
  invariant: string;
  sentence: string;
}

export interface Judgement {
  /** Invariants that applied. */
  checks: number;
  violations: readonly Violation[];
}

/** Judges the states of one workload: what is the same for all of them is worked out once. */
export class Judge {
  readonly #fsync: FsyncPolicy;
  readonly #contentsAfterEach: readonly Contents[];
  readonly #allowed = {
    known: new WeakMap<History, Map<string, Set<string | null>>>(),
    unknown: new WeakMap<History, Map<string, Set<string | null>>>(),
  };

  constructor(steps: readonly Step[], fsync: FsyncPolicy) {
    this.#fsync = fsync;
    this.#contentsAfterEach = contentsAfterEach(steps);
  }

  judge(state: CrashState, history: History, recovery: Recovery): Judgement {
    const evidence: Evidence = {
      state,
      fsync: this.#fsync,
      history,
      contentsAfterEach: this.#contentsAfterEach,
      allowed: this.#allowedOf(history, state.fault === 'clock-jump' ? 'unknown' : 'known'),
      recovery,
    };
    const applying = invariants.filter((invariant) => invariant.applies(evidence));
    const violations: Violation[] = [];
    for (const invariant of applying) {
      const sentence = invariant.violation(evidence);
      if (sentence !== null) violations.push({ invariant: invariant.name, sentence });
    }
    return { checks: applying.length, violations };
  }

  #allowedOf(history: History, clock: 'known' | 'unknown'): Map<string, Set<string | null>> {
    const known = this.#allowed[clock];
    let allowed = known.get(history);
    if (allowed === undefined) {
      allowed = allowedValues(history, clock);
      known.set(history, allowed);
    }
    return allowed;
  }
}

/**
 * A mere kill leaves the system as it was: every answer must hold, and not only what was proven. A disk that lies has
 * proven nothing.
 */
export function historyFor({ fault }: Pick<CrashState, 'fault'>, reader: HistoryReader): History {
  if (fault === 'process-kill') return reader.afterKill();
  return fault === 'lying-disk' ? reader.afterLies() : reader.afterPowerLoss();
}
