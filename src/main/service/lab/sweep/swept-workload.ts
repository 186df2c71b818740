import type { FsyncPolicy } from '../../../../shared/model.ts';
import type { CrashState } from '../../../crash/lab/crash-state.ts';
import { deriveStates } from '../../../crash/lab/derive-states.ts';
import { faultNames, runFaults } from '../../../crash/lab/faults.ts';
import { permittedStates } from '../../../crash/lab/profiles/permits.ts';
import type { Profile } from '../../../crash/lab/profiles/profile.ts';
import { type Replay, replayOf } from '../../../crash/lab/replay.ts';
import type { Subject } from '../../../crash/lab/subject.ts';
import type { SweepCell } from '../../../crash/lab/sweep-progress.ts';
import { systemCalls } from '../../../crash/lab/system-calls.ts';
import { type Trace, trace } from '../../../crash/lab/trace.ts';
import type { Workload } from '../../../crash/lab/workloads.ts';
import { HeatGrid } from './heat-grid.ts';

type Example = NonNullable<SweepCell['example']>;

export interface SweptOptions {
  subject: Subject;
  fsync: FsyncPolicy;
  profile: Profile;
  faults: readonly string[];
  seed: number;
}

/** One workload of a sweep: its undisturbed run, the counts by crash point, and a failing state of each cell. */
export class SweptWorkload {
  readonly grid: HeatGrid;
  readonly #options: SweptOptions;
  readonly #workload: Workload;
  readonly #calm: Trace;
  readonly #examples = new Map<string, Example>();

  private constructor(options: SweptOptions, workload: Workload, calm: Trace) {
    const { journal } = calm;
    this.#options = options;
    this.#workload = workload;
    this.#calm = calm;
    this.grid = new HeatGrid(workload.name, options.faults, systemCalls(journal), journal.length);
  }

  static async of(options: SweptOptions, workload: Workload): Promise<SweptWorkload> {
    const calm = await trace(options.subject, workload, options.fsync);
    return new SweptWorkload(options, workload, { ...calm, syncReach: options.profile.syncReach });
  }

  add(cell: SweepCell): void {
    this.grid.add(cell);
    if (cell.example === null) return;
    const key = cellKey(cell.fault, this.grid.pointAt(cell.at));
    if (!this.#examples.has(key)) this.#examples.set(key, cell.example);
  }

  /** A state of the crash points `from` to `to` (not included) under the fault, one that fails where one is known. */
  async stateIn(fault: string, from: number, to: number): Promise<Replay | null> {
    for (let point = from; point < to; point++) {
      const example = this.#examples.get(cellKey(fault, point));
      if (example !== undefined) return this.#replay(example);
    }
    const state = this.#firstState(fault, from, to);
    return state === null ? null : this.#replay({ state, failure: null });
  }

  /** Only what a crash of the undisturbed run leaves: which call of another run failed nobody has noted. */
  #firstState(fault: string, from: number, to: number): CrashState | null {
    const name = faultNames.find((each) => each === fault);
    if (name === undefined || runFaults.has(name)) return null;
    const { profile, seed } = this.#options;
    for (const state of permittedStates(profile, this.#calm, deriveStates(this.#calm, name, seed))) {
      const point = this.grid.pointAt(state.at);
      if (point >= from && point < to) return state;
    }
    return null;
  }

  async #replay({ state, failure }: Example): Promise<Replay> {
    const { subject, fsync, profile } = this.#options;
    const restarts = state.fault !== 'fsync-error';
    const failed =
      failure === null ? this.#calm : await trace(subject, this.#workload, fsync, { failure, restarts });
    return replayOf(subject.name, { ...failed, syncReach: profile.syncReach }, state, 'durability');
  }
}

const cellKey = (fault: string, point: number): string => `${fault} ${point}`;
