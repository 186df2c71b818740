import { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import { CrashChecker } from './crash-checker.ts';
import { type CrashState, describeState } from './crash-state.ts';
import type { FaultName } from './faults.ts';
import type { Violation } from './judge.ts';
import { type Planned, planSweep } from './plan-sweep.ts';
import { type Replay, replayOf } from './replay.ts';
import { shrink } from './shrink.ts';
import type { Subject } from './subject.ts';
import type { Trace } from './trace.ts';
import { workloadOf } from './workloads.ts';

/** Failures that are shrunk and told; further ones are only counted. */
const maxFailures = 500;

/** After so many states the event loop has a turn: an engine in memory may never wait for anything. */
const statesPerTurn = 64;

export interface SweepOptions {
  subject: Subject;
  workloads: readonly string[];
  fsync: FsyncPolicy;
  faults: readonly FaultName[];
  /** States to be looked at, at most. */
  limit: number;
  seed: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

export interface SweepFailure {
  invariant: string;
  workload: string;
  fault: FaultName;
  /** The state in words, and what is wrong with it. */
  state: string;
  sentence: string;
  replay: Replay;
}

export interface FaultCount {
  states: number;
  /** States that violate an invariant. */
  failing: number;
}

export interface SweepResult {
  /** Crashes looked at, and among them those that left different bytes. */
  states: number;
  distinct: number;
  /** Invariants judged. */
  checks: number;
  /** One for each invariant, workload and fault: the first that was met, made smaller. */
  failures: SweepFailure[];
  perFault: Partial<Record<FaultName, FaultCount>>;
}

/** Crashes an engine in every way that was asked for. The same options give the same result. Throws CANCELLED. */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  return new Sweep(options).run();
}

class Sweep {
  readonly #options: SweepOptions;
  readonly #result: SweepResult = { states: 0, distinct: 0, checks: 0, failures: [], perFault: {} };
  readonly #told = new Set<string>();

  constructor(options: SweepOptions) {
    this.#options = options;
    for (const fault of options.faults) this.#result.perFault[fault] = { states: 0, failing: 0 };
  }

  async run(): Promise<SweepResult> {
    const { workloads, limit } = this.#options;
    for (const [index, name] of workloads.entries()) {
      // What small workloads leave of the limit goes to those after them.
      const share = Math.ceil((limit - this.#result.states) / (workloads.length - index));
      await this.#sweepWorkload(name, share);
    }
    return this.#result;
  }

  async #sweepWorkload(name: string, limit: number): Promise<void> {
    const { subject, fsync, faults, seed } = this.#options;
    const workload = workloadOf(name, seed);
    const seen = new Set<string>();
    for (const planned of await planSweep({ subject, workload, fsync, faults, limit, seed })) {
      await this.#check(planned, seen);
    }
    this.#result.distinct += seen.size;
  }

  async #check({ trace, states }: Planned, seen: Set<string>): Promise<void> {
    const { subject, signal, onProgress, limit } = this.#options;
    const checker = new CrashChecker(subject, trace, seen);
    for (const state of states) {
      if (signal?.aborted) throw new WalscopeError('CANCELLED', 'The sweep was stopped.');
      const judgement = await checker.check(state);
      if (judgement === null) continue;
      const count = this.#result.perFault[state.fault]!;
      this.#result.states += 1;
      this.#result.checks += judgement.checks;
      count.states += 1;
      if (judgement.violations.length > 0) count.failing += 1;
      for (const violation of judgement.violations) await this.#failed(trace, state, violation);
      if (this.#result.states % statesPerTurn === 0) {
        onProgress?.(this.#result.states, limit);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    }
  }

  async #failed(trace: Trace, state: CrashState, violation: Violation): Promise<void> {
    const { invariant } = violation;
    const key = `${invariant} ${state.fault} ${trace.workload.name}`;
    if (this.#told.has(key) || this.#result.failures.length >= maxFailures) return;
    this.#told.add(key);
    const { subject } = this.#options;
    const checker = new CrashChecker(subject, trace);
    let { sentence } = violation;
    const smallest = await shrink(state, async (candidate) => {
      const again = (await checker.check(candidate))?.violations.find((each) => each.invariant === invariant);
      if (again !== undefined) sentence = again.sentence;
      return again !== undefined;
    });
    this.#result.failures.push({
      invariant,
      workload: trace.workload.name,
      fault: state.fault,
      state: describeState(smallest),
      sentence,
      replay: replayOf(subject.name, trace, smallest, invariant),
    });
  }
}
