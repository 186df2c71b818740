import type { Fault } from '../../engine/fs/faulty-file-system.ts';
import type { CrashState } from './crash-state.ts';
import type { FaultName } from './faults.ts';
import type { Judgement } from './judge.ts';
import type { SweepCell } from './sweep-progress.ts';
import type { FaultCount, SweepFailure } from './sweep-result.ts';

interface Counted {
  state: CrashState;
  /** Where in the undisturbed journal it belongs. */
  at: number;
  failure: Fault | null;
  judgement: Judgement;
}

type OpenCell = { -readonly [Field in keyof SweepCell]: SweepCell[Field] } & {
  violated: Record<string, number>;
};

/** Counts the states of one workload, as a whole and since they were last told. */
export class SweepTally {
  states = 0;
  checks = 0;
  failing = 0;
  readonly failures: SweepFailure[] = [];
  readonly perFault: Partial<Record<FaultName, FaultCount>> = {};
  readonly #workload: string;
  readonly #of: number;
  readonly #cells = new Map<string, OpenCell>();
  readonly #exampled = new Set<string>();
  #failuresTold = 0;

  /** `of`: entries of the workload's journal. */
  constructor(workload: string, of: number, faults: readonly FaultName[]) {
    this.#workload = workload;
    this.#of = of;
    for (const fault of faults) this.perFault[fault] = { states: 0, failing: 0 };
  }

  add(counted: Counted): void {
    const { state, judgement } = counted;
    const fails = judgement.violations.length > 0;
    const count = this.perFault[state.fault]!;
    const cell = this.#cell(state.fault, counted.at);
    this.checks += judgement.checks;
    for (const counter of [this, count, cell]) {
      counter.states += 1;
      if (fails) counter.failing += 1;
    }
    for (const { invariant } of judgement.violations) {
      cell.violated[invariant] = (cell.violated[invariant] ?? 0) + 1;
    }
    if (fails) this.#exemplify(cell, counted);
  }

  /** The cells that have changed since this was last asked. */
  takeCells(): SweepCell[] {
    const cells = [...this.#cells.values()];
    this.#cells.clear();
    return cells;
  }

  /** The failures found since this was last asked. */
  takeFailures(): SweepFailure[] {
    const failures = this.failures.slice(this.#failuresTold);
    this.#failuresTold = this.failures.length;
    return failures;
  }

  #cell(fault: FaultName, at: number): OpenCell {
    const key = `${fault} ${at}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      const counts = { states: 0, failing: 0, violated: {}, example: null };
      cell = { workload: this.#workload, fault, at, of: this.#of, ...counts };
      this.#cells.set(key, cell);
    }
    return cell;
  }

  #exemplify(cell: OpenCell, { state, failure }: Counted): void {
    const key = `${cell.fault} ${cell.at}`;
    if (this.#exampled.has(key)) return;
    this.#exampled.add(key);
    cell.example = { state, failure };
  }
}
