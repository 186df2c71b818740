import type { FsyncPolicy } from '../../../../shared/model.ts';
import type { CrashState } from '../../../crash/lab/crash-state.ts';
import { deriveStates } from '../../../crash/lab/derive-states.ts';
import { type FaultName, faultNames, runFaults } from '../../../crash/lab/faults.ts';
import { jumpingClock } from '../../../crash/lab/jumping-clock.ts';
import { permittedStates } from '../../../crash/lab/profiles/permits.ts';
import type { Profile } from '../../../crash/lab/profiles/profile.ts';
import { type Replay, replayOf } from '../../../crash/lab/replay.ts';
import type { Subject } from '../../../crash/lab/subject.ts';
import type { SweepCell } from '../../../crash/lab/sweep-progress.ts';
import { systemCalls } from '../../../crash/lab/system-calls.ts';
import { type Trace, trace } from '../../../crash/lab/trace.ts';
import type { Workload } from '../../../crash/lab/workloads.ts';
import type { Fault } from '../../../engine/fs/faulty-file-system.ts';
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
    const state = await this.#firstState(fault, from, to);
    return state === null ? null : this.#replay({ state, failure: null });
  }

  /** None of a run in which a call failed: which one it was nobody has noted. */
  async #firstState(fault: string, from: number, to: number): Promise<CrashState | null> {
    const name = faultNames.find((each) => each === fault);
    if (name === undefined || runFaults.has(name)) return null;
    const { profile, seed } = this.#options;
    const traced = await this.#traceOf(name, null);
    for (const state of permittedStates(profile, traced, deriveStates(traced, name, seed))) {
      const point = this.grid.pointAt(state.at);
      if (point >= from && point < to) return state;
    }
    return null;
  }

  async #replay({ state, failure }: Example): Promise<Replay> {
    const traced = await this.#traceOf(state.fault, failure);
    return replayOf(this.#options.subject.name, traced, state, 'durability');
  }

  /** The run that the states of a fault come from, made again. */
  async #traceOf(fault: FaultName, failure: Fault | null): Promise<Trace> {
    const { subject, fsync, profile, seed } = this.#options;
    const { syncReach } = profile;
    if (failure !== null) {
      const restarts = fault !== 'fsync-error';
      return { ...(await trace(subject, this.#workload, fsync, { failure, restarts })), syncReach };
    }
    if (fault !== 'clock-jump') return this.#calm;
    return { ...(await trace(subject, this.#workload, fsync, { now: jumpingClock(seed) })), syncReach };
  }
}

const cellKey = (fault: string, point: number): string => `${fault} ${point}`;
