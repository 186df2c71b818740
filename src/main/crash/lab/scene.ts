import type { FsyncPolicy } from '../../../shared/model.ts';
import { CrashChecker } from './crash-checker.ts';
import { type CrashState, describeState } from './crash-state.ts';
import { DiskAt } from './disk-at.ts';
import type { FaultName } from './faults.ts';
import type { Operation } from './journal.ts';
import type { Violation } from './judge.ts';
import { planSweep } from './plan-sweep.ts';
import { type Replay, replayOf } from './replay.ts';
import { spread } from './spread.ts';
import type { Subject } from './subject.ts';
import type { Trace } from './trace.ts';
import type { Step } from './workloads.ts';

/** A few calls and one fault: the smallest stage on which an engine shows what it does. Plain data. */
export interface Scene {
  /** Name of the subject. */
  engine: string;
  fsync: FsyncPolicy;
  steps: readonly Step[];
  fault: FaultName;
  /** What is looked for. */
  invariant: string;
  /** Where segments are rolled, for engines that have them. Default 64 KiB. */
  segmentBytes?: number;
  /** Name of the file that is damaged once the store is closed, where the fault is damage. Default: any, at any time. */
  file?: string;
  /** The counterexample is one in which the rename to this name never got to the disk. Default: any. */
  lostRename?: string;
}

export interface PlayedScene {
  /** Crashes there are on this stage, and those among them that violate the invariant. */
  states: number;
  failing: number;
  /** That of them in which the least of what had been written is missing; null when there is none. */
  counterexample: Counterexample | null;
}

export interface Counterexample {
  /** The state in words, and what is wrong with it. */
  state: string;
  sentence: string;
  replay: Replay;
}

/** A scene is small: where it has more states than these, as many are taken evenly from all of them. */
const defaultMaxStates = 4500;
/** After so many states the event loop has a turn: an engine in memory may never wait for anything. */
const statesPerTurn = 64;
/** Before that. */
const maxPlanned = 200_000;
const defaultSegmentBytes = 64 * 1024;
/** Only choices of subsets are random, and on a stage this small each of them comes up. */
const seed = 1;

/** Plays all crashes of a scene with the engine given, whatever name the scene has for it. */
export async function playScene(
  scene: Scene,
  subject: Subject,
  maxStates = defaultMaxStates,
): Promise<PlayedScene> {
  const { fsync, steps, fault, invariant, segmentBytes = defaultSegmentBytes } = scene;
  const workload = { name: 'scene', steps, callers: 1, segmentBytes };
  const planned = await planSweep({ subject, workload, fsync, faults: [fault], limit: maxPlanned, seed });
  const played: PlayedScene = { states: 0, failing: 0, counterexample: null };
  let leastMissing = Number.POSITIVE_INFINITY;
  for (const { trace, states } of planned) {
    const checker = new CrashChecker(subject, trace);
    const here = states.filter((state) => isHere(scene, state, trace));
    for (const state of spread(here, maxStates)) {
      const violation = await violationOf(checker, state, invariant);
      played.states += 1;
      if (played.states % statesPerTurn === 0) await new Promise<void>((resolve) => setImmediate(resolve));
      if (violation === undefined) continue;
      played.failing += 1;
      const missing = missingIn(state, trace);
      if (missing.length >= leastMissing || !isShown(scene, missing)) continue;
      leastMissing = missing.length;
      played.counterexample = counterexampleOf(subject, trace, state, violation);
    }
  }
  return played;
}

const isHere = ({ file }: Scene, { damage, at }: CrashState, { journal }: Trace): boolean =>
  file === undefined || damage === null || (at === journal.length && damage.path.endsWith(`/${file}`));

/** Operations that the disk does not have, or not as a whole. */
function missingIn({ at, fates }: CrashState, { journal, syncReach }: Trace): Operation[] {
  const { pending } = DiskAt.after(journal, at, syncReach);
  return pending.filter((_, index) => (fates[index] ?? 'lost') !== 'kept');
}

const isShown = ({ lostRename }: Scene, missing: readonly Operation[]): boolean =>
  lostRename === undefined ||
  missing.some((operation) => operation.kind === 'rename' && operation.toName === lostRename);

function counterexampleOf(
  subject: Subject,
  trace: Trace,
  state: CrashState,
  { invariant, sentence }: Violation,
): Counterexample {
  const replay = replayOf(subject.name, trace, state, invariant);
  return { state: describeState(state), sentence, replay };
}

async function violationOf(
  checker: CrashChecker,
  state: CrashState,
  invariant: string,
): Promise<Violation | undefined> {
  const judgement = await checker.check(state);
  return judgement?.violations.find((violation) => violation.invariant === invariant);
}
