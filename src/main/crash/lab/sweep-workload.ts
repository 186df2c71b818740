import { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import { CrashChecker } from './crash-checker.ts';
import { type CrashState, describeState } from './crash-state.ts';
import { DistinctStates } from './distinct-states.ts';
import type { FaultName } from './faults.ts';
import type { JournalEntry } from './journal.ts';
import type { Violation } from './judge.ts';
import { type Planned, planSweep } from './plan-sweep.ts';
import type { Profile } from './profiles/profile.ts';
import { replayOf } from './replay.ts';
import { shrink } from './shrink.ts';
import type { Subject } from './subject.ts';
import type { SweepProgress } from './sweep-progress.ts';
import type { WorkloadResult } from './sweep-result.ts';
import { SweepTally } from './sweep-tally.ts';
import type { Trace } from './trace.ts';
import type { Workload } from './workloads.ts';

/** Failures of one workload that are shrunk and told; further ones are only counted. */
const maxFailures = 200;

/** Of the disks that are written to, one in so many is also snapshot. */
const snapshotOneIn = 8;

/** After so many states the event loop has a turn: an engine in memory may never wait for anything. */
const statesPerTurn = 64;

export interface SweepWorkloadOptions {
  subject: Subject;
  workload: Workload;
  fsync: FsyncPolicy;
  faults: readonly FaultName[];
  profile?: Profile | undefined;
  /** States to be looked at, at most. */
  limit: number;
  seed: number;
  /** See `CheckerOptions`. */
  thoroughOneIn?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: SweepProgress) => void) | undefined;
  /** How often progress is told at most, in ms. Default: at every turn of the event loop. */
  tellEveryMs?: number | undefined;
}

/** Crashes an engine in all ways that were asked for while it does one workload. Throws CANCELLED. */
export async function sweepWorkload(options: SweepWorkloadOptions): Promise<WorkloadResult> {
  const planned = await planSweep(options);
  return new WorkloadSweep(options, planned).run();
}

class WorkloadSweep {
  readonly #options: SweepWorkloadOptions;
  readonly #planned: readonly Planned[];
  readonly #calm: Trace;
  readonly #tally: SweepTally;
  readonly #seen = new DistinctStates();
  readonly #told = new Set<string>();
  readonly #total: number;
  #toldAtMs = 0;

  constructor(options: SweepWorkloadOptions, planned: readonly Planned[]) {
    this.#options = options;
    this.#planned = planned;
    this.#calm = planned[0]!.trace;
    this.#tally = new SweepTally(options.workload.name, this.#calm.journal.length, options.faults);
    this.#total = planned.reduce((sum, { states }) => sum + states.length, 0);
  }

  async run(): Promise<WorkloadResult> {
    try {
      for (const each of this.#planned) await this.#check(each);
    } finally {
      this.#tell();
    }
    const { states, checks, failures, perFault } = this.#tally;
    const { count: distinct, unpromisedKeys: unpromised } = this.#seen;
    return { states, distinct, checks, failures, perFault, unpromised };
  }

  async #check({ trace, failure, states }: Planned): Promise<void> {
    const { subject, signal, thoroughOneIn = 1 } = this.#options;
    const checker = new CrashChecker(subject, trace, { seen: this.#seen, thoroughOneIn, snapshotOneIn });
    const parting = trace === this.#calm ? Number.POSITIVE_INFINITY : partingOf(this.#calm, trace);
    for (const state of states) {
      if (signal?.aborted) throw new WalscopeError('CANCELLED', 'The sweep was stopped.');
      const judgement = await checker.check(state);
      if (judgement === null) continue;
      this.#tally.add({ state, failure, judgement, at: Math.min(state.at, parting) });
      for (const violation of judgement.violations) await this.#failed(trace, state, violation);
      if (this.#tally.states % statesPerTurn === 0) await this.#turn();
    }
  }

  async #turn(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#toldAtMs >= (this.#options.tellEveryMs ?? 0)) {
      this.#toldAtMs = nowMs;
      this.#tell();
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  #tell(): void {
    const { states, checks, failing } = this.#tally;
    this.#options.onProgress?.({
      states,
      total: this.#total,
      distinct: this.#seen.count,
      checks,
      failing,
      cells: this.#tally.takeCells(),
      failures: this.#tally.takeFailures(),
    });
  }

  async #failed(trace: Trace, state: CrashState, violation: Violation): Promise<void> {
    const { invariant } = violation;
    const key = `${invariant} ${state.fault}`;
    if (this.#told.has(key) || this.#told.size >= maxFailures) return;
    this.#told.add(key);
    const { subject } = this.#options;
    const checker = new CrashChecker(subject, trace);
    let { sentence } = violation;
    const smallest = await shrink(state, async (candidate) => {
      const again = (await checker.check(candidate))?.violations.find((each) => each.invariant === invariant);
      if (again !== undefined) sentence = again.sentence;
      return again !== undefined;
    });
    this.#tally.failures.push({
      invariant,
      workload: trace.workload.name,
      fault: state.fault,
      state: describeState(smallest),
      sentence,
      replay: replayOf(subject.name, trace, smallest, invariant),
    });
  }
}

/** Where the journal of a run in which something went wrong is no longer that of the undisturbed run. */
function partingOf(calm: Trace, wrong: Trace): number {
  const index = wrong.journal.findIndex((entry, at) => !sameEntry(entry, calm.journal[at]));
  return index === -1 ? wrong.journal.length : Math.min(index, calm.journal.length);
}

/** Not by its bytes: what tells one segment from another is drawn anew in each run. */
function sameEntry(left: JournalEntry, right: JournalEntry | undefined): boolean {
  if (left.kind !== 'write' || right?.kind !== 'write') return JSON.stringify(left) === JSON.stringify(right);
  const { file, position, data } = left;
  return file === right.file && position === right.position && data.length === right.data.length;
}
