import { type CrashOutcome, maxTraceEntries, type TraceView } from '../../../shared/contract/lab.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import { replayExtension } from '../../../shared/replay-name.ts';
import { describeState, reachIn } from '../../crash/lab/crash-state.ts';
import { recordedWorkload } from '../../crash/lab/recorded-workload.ts';
import { recoveryJournal } from '../../crash/lab/recovery-journal.ts';
import { decodeReplay, encodeReplay, replayOf } from '../../crash/lab/replay.ts';
import type { Subject } from '../../crash/lab/subject.ts';
import { type Trace, trace } from '../../crash/lab/trace.ts';
import { openedAtMs, type Workload } from '../../crash/lab/workloads.ts';
import type { Log } from '../../formats/log/log.ts';
import { subjectOf } from '../crash/subjects.ts';
import { atStake } from './at-stake.ts';
import { type Choice, chosenState } from './chosen-state.ts';
import { outcomeOf, playCrash } from './crash-outcome.ts';
import { type KeptTrace, KeptTraces, rootOf } from './kept-trace.ts';
import { engineTitle } from './lab-engines.ts';
import type { LabRecoveries } from './lab-recoveries.ts';
import { labWorkload } from './lab-workloads.ts';
import { traceEntries, traceSteps } from './trace-view.ts';

const maxBytesShown = 4096;
/** Crashes within crashes, at most. */
const maxDepth = 4;

/** Traces that somebody looks at, and the crashes that they choose by hand. All of it happens in memory. */
export class TraceLab {
  readonly #traces = new KeptTraces();
  readonly #recoveries: LabRecoveries;
  /** The trace whose stakes were asked for last: those of others need not be worked out to their end. */
  #lookedAt = '';

  constructor(recoveries: LabRecoveries) {
    this.#recoveries = recoveries;
  }

  async run(options: {
    engine: string;
    workload: string;
    fsync: FsyncPolicy;
    seed: number;
  }): Promise<TraceView> {
    const subject = subjectOf(options.engine);
    return this.#trace(subject, labWorkload(options.workload, subject, options.seed), options.fsync);
  }

  /** What was last written to somebody's directory, done to an engine of the lab. Throws NOT_FOUND. */
  async runLog(log: Log, options: { engine: string; fsync: FsyncPolicy }): Promise<TraceView> {
    const workload = recordedWorkload(log, Date.now());
    if (workload.steps.length === 0) {
      throw new WalscopeError(
        'NOT_FOUND',
        `Nothing was ever written to ${log.directory}: write a key first.`,
      );
    }
    return this.#trace(subjectOf(options.engine), workload, options.fsync);
  }

  async atStake(id: string): Promise<number[]> {
    this.#lookedAt = id;
    return atStake(this.#traces.get(id), () => this.#lookedAt === id);
  }

  async crash(id: string, choice: Choice): Promise<CrashOutcome> {
    const kept = this.#traces.get(id);
    const state = chosenState(kept, choice);
    const played = await playCrash(kept, state);
    if (played === null) {
      throw new WalscopeError(
        'NOT_FOUND',
        'The read that was to fail never comes: this engine reads the disk in another way today.',
      );
    }
    const recovery = await this.#recoveries.keep(played.image, played.nowMs);
    return { ...outcomeOf(kept, state, choice.at, played), recovery };
  }

  bytes(id: string, entry: number): Uint8Array {
    const found = this.#traces.get(id).trace.journal[entry];
    if (found?.kind !== 'write') {
      throw new WalscopeError('INVALID_ARGUMENT', `Entry ${entry} of the trace is no write.`);
    }
    return found.data.subarray(0, maxBytesShown);
  }

  async saveReplay(id: string, choice: Choice): Promise<{ text: string; name: string }> {
    const kept = this.#traces.get(id);
    const state = chosenState(kept, choice);
    const played = await playCrash(kept, state);
    const rules = played === null ? [] : outcomeOf(kept, state, choice.at, played).rules;
    const violated = rules.find(({ verdict }) => verdict === 'violated')?.name ?? 'none';
    const { name: engine } = kept.subject;
    const { trace: traced } = rootOf(kept);
    const { name: workload } = traced.workload;
    return {
      text: encodeReplay(replayOf(engine, traced, state, violated)),
      name: `${engine}-${workload}-${choice.at}${replayExtension}`,
    };
  }

  /** What the recovery from a crash does to the disk, as a trace that can be crashed again. Throws NOT_FOUND. */
  async insideRecovery(id: string, choice: Choice): Promise<TraceView> {
    const outer = this.#traces.get(id);
    const root = rootOf(outer);
    const state = chosenState(outer, choice);
    if (state.again.length >= maxDepth) {
      throw new WalscopeError('TOO_LARGE', `A recovery is crashed at most ${maxDepth} deep here.`);
    }
    const played = await playCrash(outer, state);
    const found = played?.image ?? new Map();
    const { subject, trace: traced } = root;
    const { fsync, syncReach, workload } = traced;
    const nowMs = openedAtMs + state.clockMs;
    const run = { subject, fsync, segmentBytes: workload.segmentBytes, nowMs };
    const journal = await recoveryJournal(run, found);
    if (journal.length === 0) {
      throw new WalscopeError(
        'NOT_FOUND',
        'This recovery changes nothing on the disk: no crash can harm it.',
      );
    }
    const recovery: Trace = {
      workload: { ...workload, steps: [] },
      fsync,
      syncReach,
      journal,
      calls: () => 0,
    };
    const inside = { root, outer: id, state, found };
    return viewOf(this.#traces.keep({ subject, trace: recovery, recorded: null, inside }));
  }

  /** A trace that is kept, once more. */
  view(id: string): TraceView {
    return viewOf(this.#traces.get(id));
  }

  /** Throws CORRUPT when the text is no replay, INVALID_ARGUMENT when its engine is not known here. */
  openReplay(text: string): TraceView {
    const replay = decodeReplay(text);
    const { journal, workload, fsync, syncReach, state, invariant } = replay;
    return viewOf(
      this.#traces.keep({
        subject: subjectOf(replay.engine),
        trace: { workload, fsync, syncReach: reachIn(state, syncReach), journal, calls: () => 0 },
        recorded: { state, invariant },
        inside: null,
      }),
    );
  }

  async #trace(subject: Subject, workload: Workload, fsync: FsyncPolicy): Promise<TraceView> {
    const traced = await trace(subject, workload, fsync);
    return viewOf(this.#traces.keep({ subject, trace: traced, recorded: null, inside: null }));
  }
}

function viewOf(kept: KeptTrace): TraceView {
  const { id, subject, trace: traced, recorded } = kept;
  if (traced.journal.length > maxTraceEntries) {
    throw new WalscopeError(
      'TOO_LARGE',
      `This trace has ${traced.journal.length} entries, and at most ${maxTraceEntries} can be shown: choose a smaller workload.`,
    );
  }
  const steps = traceSteps(traced);
  return {
    trace: id,
    engine: subject.name,
    engineTitle: engineTitle(subject.name),
    workload: traced.workload.name,
    fsync: traced.fsync,
    inside:
      kept.inside === null ? null : { outer: kept.inside.outer, what: describeState(kept.inside.state) },
    entries: traceEntries(kept),
    steps,
    readyAt: steps[0]?.askedAt ?? 0,
    recorded:
      recorded === null
        ? null
        : {
            at: recorded.state.at,
            kind: 'recorded',
            fates: [...recorded.state.fates],
            what: describeState(recorded.state),
            invariant: recorded.invariant,
          },
  };
}
