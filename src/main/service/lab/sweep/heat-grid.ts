import { callsBefore, type SystemCall } from '../../../crash/lab/system-calls.ts';

/** What a sweep found at one crash point under one fault, since it last told. */
export interface HeatCounts {
  fault: string;
  /** Entries of the workload's journal that had happened. */
  at: number;
  states: number;
  failing: number;
  /** Failing states by the invariant that they violate. */
  violated: Readonly<Record<string, number>>;
}

/** One workload's part of the heatmap: counts by fault and by system call. */
export class HeatGrid {
  readonly workload: string;
  readonly calls: readonly string[];
  readonly #faults: readonly string[];
  readonly #callAt: Uint32Array;
  readonly #states: Uint32Array;
  readonly #failing: Uint32Array;
  readonly #violated = new Map<string, Uint32Array>();

  /** `entries`: length of the workload's journal. */
  constructor(workload: string, faults: readonly string[], calls: readonly SystemCall[], entries: number) {
    this.workload = workload;
    this.calls = calls.map(({ text }) => text);
    this.#faults = faults;
    this.#callAt = callsBefore(calls, entries);
    this.#states = this.#empty();
    this.#failing = this.#empty();
  }

  /** Crash points: before the first system call, and after each. */
  get points(): number {
    return this.calls.length + 1;
  }

  /** The system calls that had happened after so many entries. */
  pointAt(at: number): number {
    return this.#callAt[Math.min(at, this.#callAt.length - 1)]!;
  }

  /** Ignores a fault that was not asked for. */
  add({ fault, at, states, failing, violated }: HeatCounts): void {
    const row = this.#faults.indexOf(fault);
    if (row === -1) return;
    const cell = row * this.points + this.pointAt(at);
    this.#states[cell]! += states;
    this.#failing[cell]! += failing;
    for (const [invariant, count] of Object.entries(violated)) this.#of(invariant)[cell]! += count;
  }

  /** Adds the counts to `columns` columns of each row, that begin at `first` of `width` in `into`. */
  addTo(
    into: { states: Uint32Array; failing: Uint32Array },
    place: { first: number; columns: number; width: number },
    invariant: string | null,
  ): void {
    const failing = invariant === null ? this.#failing : this.#violated.get(invariant);
    for (let row = 0; row < this.#faults.length; row++) {
      for (let point = 0; point < this.points; point++) {
        const cell = row * this.points + point;
        const column = row * place.width + place.first + columnOf(point, this.points, place.columns);
        into.states[column]! += this.#states[cell]!;
        into.failing[column]! += failing?.[cell] ?? 0;
      }
    }
  }

  #of(invariant: string): Uint32Array {
    let counts = this.#violated.get(invariant);
    if (counts === undefined) {
      counts = this.#empty();
      this.#violated.set(invariant, counts);
    }
    return counts;
  }

  #empty(): Uint32Array {
    return new Uint32Array(this.#faults.length * this.points);
  }
}

/** Where a crash point stands when `points` of them share `columns` columns. */
export const columnOf = (point: number, points: number, columns: number): number =>
  Math.floor((point * columns) / points);
