import type { CrashOutcome } from '../../../shared/contract/lab.ts';
import { plural } from '../../../shared/words.ts';
import { type CrashState, imageOf } from '../../crash/lab/crash-state.ts';
import { DiskAt } from '../../crash/lab/disk-at.ts';
import type { DiskImage } from '../../crash/lab/disk-image.ts';
import { allowedValues, contentsAfterEach, type History, HistoryReader } from '../../crash/lab/history.ts';
import { contentsOf, type Evidence } from '../../crash/lab/invariants/evidence.ts';
import { historyFor } from '../../crash/lab/judge.ts';
import { type Found, type Recovery, recoverState } from '../../crash/lab/recovery.ts';
import { NestedImages } from '../../crash/lab/recovery-journal.ts';
import type { Contents } from '../../crash/lab/subject.ts';
import { storeDirectory } from '../../crash/lab/trace.ts';
import { openedAtMs } from '../../crash/lab/workloads.ts';
import { diskAfter, type KeptTrace, rootOf } from './kept-trace.ts';
import { keysAfter } from './keys-after.ts';
import { judgeRules } from './rule-verdicts.ts';
import { goneSteps, stepFatesOf } from './step-fates.ts';

/** A crash as it was played: the disk it left and what the engine made of it. */
export interface PlayedCrash {
  image: DiskImage;
  history: History;
  recovery: Recovery;
  /** Where the machine's clock stood at the restart, in ms since 1970. */
  nowMs: number;
}

/** What the engine finds on the disk that the crash leaves. null when the read that is to fail never comes. */
export async function playCrash(kept: KeptTrace, state: CrashState): Promise<PlayedCrash | null> {
  const { trace, subject } = rootOf(kept);
  const { journal, workload, fsync, syncReach } = trace;
  const disk = DiskAt.after(journal, state.at, syncReach);
  const nowMs = openedAtMs + state.clockMs;
  const { segmentBytes } = workload;
  const nested = new NestedImages({ subject, fsync, segmentBytes, nowMs }, syncReach);
  const image = await nested.after(imageOf(journal, state, disk), state.again);
  const { failingRead } = state;
  const recovery = await recoverState({ subject, image, fsync, segmentBytes, failingRead, nowMs });
  if (recovery === null) return null;
  const reader = new HistoryReader(workload.steps, fsync);
  for (let at = 0; at < state.at; at++) reader.advance(journal[at]!);
  return { image, history: historyFor(state, reader), recovery, nowMs };
}

/** What can be read after the crash, by whichever start could read it; nothing where the engine would not open. */
export function foundAfter({ second, first }: Recovery): Contents {
  return contentsOf(second) ?? contentsOf(first) ?? new Map();
}

/** The crash in the terms that it is shown in. `at` is its place in the trace that is shown. */
export function outcomeOf(
  kept: KeptTrace,
  state: CrashState,
  at: number,
  { image, history, recovery }: PlayedCrash,
): Omit<CrashOutcome, 'recovery'> {
  const root = rootOf(kept);
  const { trace } = root;
  const contents = contentsAfterEach(trace.workload.steps);
  const evidence: Evidence = {
    state,
    fsync: trace.fsync,
    history,
    contentsAfterEach: contents,
    allowed: allowedValues(history),
    recovery,
  };
  const found = foundAfter(recovery);
  const steps = stepFatesOf(history, found);
  const gone = goneSteps(steps);
  const rules = judgeRules(evidence, root, gone, image);
  const violated = rules.some(({ verdict }) => verdict === 'violated');
  const answered = steps.filter((fate) => fate === 'there' || fate === 'replaced' || fate === 'gone').length;
  return {
    sentence: sentenceOf({ gone: gone.length, answered, violated, opens: hasOpened(recovery.second) }),
    violated,
    answered,
    gone: gone.length,
    goneSteps: gone,
    steps,
    files: filesOf(kept, at, image),
    engineSays: saying(recovery.second),
    keys: keysAfter(history, found),
    rules,
  };
}

/** What is not there yet is as good as open: a store without a write is empty. */
const hasOpened = (found: Found): boolean =>
  found.kind === 'opened' || (found.kind === 'refused' && found.isEmpty);

function sentenceOf(told: { gone: number; answered: number; violated: boolean; opens: boolean }): string {
  const { gone, answered, violated, opens } = told;
  if (!opens) {
    const unreached = gone === 0 ? '' : ` ${plural(gone, 'answered write')} cannot be reached.`;
    return `The engine would not open what the crash left.${unreached}`;
  }
  if (gone > 0) {
    const lost = `${plural(gone, 'answered write')} ${gone === 1 ? 'is' : 'are'} gone`;
    if (violated) return `${lost}, and a promise is broken.`;
    return `${lost}. ${gone === 1 ? 'It had not' : 'None of them had'} been promised.`;
  }
  if (violated) return 'No answered write is gone, and a promise is broken all the same.';
  if (answered === 0) return 'No write had been answered, and none is missing.';
  return answered === 1 ? 'The one answered write is there.' : `All ${answered} answered writes are there.`;
}

function saying(found: Found): CrashOutcome['engineSays'] {
  if (found.kind === 'opened') {
    const { sentence, reportsLoss, readOnly } = found.opening;
    return { kind: 'opened', sentence, reportsLoss, readOnly };
  }
  const kind = found.kind === 'failed' ? 'failed' : found.isEmpty ? 'empty' : 'refused';
  return { kind, sentence: found.message, reportsLoss: found.kind === 'refused', readOnly: false };
}

/** Files as the process had left them beside what the disk has of them. */
function filesOf(kept: KeptTrace, at: number, image: DiskImage): CrashOutcome['files'] {
  const disk = diskAfter(kept, at);
  const before = disk.image(disk.pending.map(() => 'kept' as const));
  const prefix = `${storeDirectory.slice(1)}/`;
  const names = [...new Set([...before.keys(), ...image.keys()])].filter((path) => !path.endsWith('/'));
  return names.sort().map((path) => ({
    name: path.startsWith(prefix) ? path.slice(prefix.length) : path,
    before: before.get(path)?.length ?? null,
    after: image.get(path)?.length ?? null,
  }));
}
