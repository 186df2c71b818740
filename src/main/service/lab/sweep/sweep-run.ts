import type {
  Counterexample,
  ReplayText,
  SweepSetup,
  SweepSummary,
} from '../../../../shared/contract/sweep.ts';
import type { WalscopeError } from '../../../../shared/errors.ts';
import type { SweepProgress } from '../../../crash/lab/sweep-progress.ts';
import type { SweepResult } from '../../../crash/lab/sweep-result.ts';
import { Counterexamples } from './counterexamples.ts';
import { type Heat, heatOf, pointsIn } from './heatmap.ts';
import { replayText } from './replay-text.ts';
import type { SweptWorkload } from './swept-workload.ts';

/** Where a cell of the heatmap lies. */
export interface CellPlace {
  fault: string;
  column: number;
  /** As many as the heatmap was asked to have, at most. */
  columns: number;
}

/** What one sweep was asked for and what it has found so far. */
export class SweepRun {
  readonly id: string;
  readonly #setup: SweepSetup;
  readonly #startedMs = performance.now();
  readonly #counterexamples = new Counterexamples();
  readonly #violated = new Map<string, number>();
  #workloads: readonly SweptWorkload[] = [];
  #counts: Pick<SweepProgress, 'states' | 'total' | 'distinct' | 'checks' | 'failing'>;
  #ended: { state: Exclude<SweepSummary['state'], 'running'>; error: string | null; atMs: number } | null =
    null;
  job = '';

  constructor(id: string, setup: SweepSetup) {
    this.id = id;
    this.#setup = setup;
    this.#counts = { states: 0, total: setup.limit, distinct: 0, checks: 0, failing: 0 };
  }

  /** The workloads in the order in which they stand in the heatmap. */
  begin(workloads: readonly SweptWorkload[]): void {
    this.#workloads = workloads;
  }

  add({ cells, failures, ...counts }: SweepProgress): void {
    this.#counts = counts;
    for (const failure of failures) this.#counterexamples.add(failure);
    for (const cell of cells) {
      this.#workloads.find(({ grid }) => grid.workload === cell.workload)?.add(cell);
      for (const [invariant, count] of Object.entries(cell.violated)) {
        this.#violated.set(invariant, (this.#violated.get(invariant) ?? 0) + count);
      }
    }
  }

  /** It came to its end: there were no more states than those that were looked at. */
  finish({ states, distinct, checks }: SweepResult): void {
    this.#counts = { ...this.#counts, states, total: states, distinct, checks };
    this.#ended = { state: 'done', error: null, atMs: performance.now() };
  }

  /** It was stopped, or could not go on: what it found so far stays. */
  break(error: WalscopeError): void {
    const cancelled = error.code === 'CANCELLED';
    const state = cancelled ? 'cancelled' : 'failed';
    this.#ended = { state, error: cancelled ? null : error.message, atMs: performance.now() };
  }

  summary(): SweepSummary {
    const { states, total, distinct, checks, failing } = this.#counts;
    return {
      sweep: this.id,
      job: this.job,
      setup: this.#setup,
      state: this.#ended?.state ?? 'running',
      error: this.#ended?.error ?? null,
      states,
      planned: total,
      distinct,
      failing,
      checks,
      elapsedMs: (this.#ended?.atMs ?? performance.now()) - this.#startedMs,
      counterexamples: this.#counterexamples.count,
      violated: [...this.#violated].map(([invariant, count]) => ({ invariant, failing: count })),
    };
  }

  heat(columns: number, invariant: string | null): Heat {
    const grids = this.#workloads.map(({ grid }) => grid);
    return heatOf(grids, this.#setup.faults.length, columns, invariant);
  }

  /** Smallest first: those that break the rule, or all. */
  counterexamples(invariant: string | null): Counterexample[] {
    return this.#counterexamples.list(invariant);
  }

  /** Throws NOT_FOUND. */
  replay(counterexample: number): ReplayText {
    return replayText(this.#counterexamples.replay(counterexample));
  }

  /** A state of the cell, one that fails where there is one; null when it has none. */
  async cell({ fault, column, columns }: CellPlace): Promise<ReplayText | null> {
    const points = pointsIn(
      this.#workloads.map(({ grid }) => grid),
      columns,
      column,
    );
    const workload = this.#workloads.find(({ grid }) => grid === points?.grid);
    if (points === null || workload === undefined) return null;
    const replay = await workload.stateIn(fault, points.from, points.to);
    return replay === null ? null : replayText(replay);
  }
}
