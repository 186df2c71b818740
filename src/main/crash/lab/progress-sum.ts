import { noProgress, type SweepProgress } from './sweep-progress.ts';

/** Makes one progress of those of several parts, which may run at the same time. */
export class ProgressSum {
  readonly #total: number;
  readonly #tell: ((progress: SweepProgress) => void) | undefined;
  readonly #parts = new Map<number, SweepProgress>();

  constructor(total: number, tell: ((progress: SweepProgress) => void) | undefined) {
    this.#total = total;
    this.#tell = tell;
  }

  /** What a part is to tell its progress to. */
  part(index: number): (progress: SweepProgress) => void {
    return (progress) => {
      this.#parts.set(index, progress);
      const { cells, failures } = progress;
      const sum = [...this.#parts.values()].reduce(added, noProgress(this.#total));
      this.#tell?.({ ...sum, cells, failures });
    };
  }
}

const added = (sum: SweepProgress, part: SweepProgress): SweepProgress => ({
  ...sum,
  states: sum.states + part.states,
  distinct: sum.distinct + part.distinct,
  checks: sum.checks + part.checks,
  failing: sum.failing + part.failing,
});
