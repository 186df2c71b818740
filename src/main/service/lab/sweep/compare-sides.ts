import type { ComparedSide, CompareSide, Comparison } from '../../../../shared/contract/compare.ts';
import type { ParsedParams } from '../../../../shared/contract/index.ts';
import { CrashableSide, type CrashedSide, type CrashPlace } from '../../../crash/lab/crash-side.ts';
import type { Fate } from '../../../crash/lab/fates.ts';
import { stepTitle } from '../../../crash/lab/step-title.ts';
import { labWorkload } from '../lab-workloads.ts';
import { replayText } from './replay-text.ts';
import { subjectFor } from './subject-for.ts';

type Comparing = ParsedParams<'compare.run'>;

/** Crashes both sides at the same step of the same workload. Throws INVALID_ARGUMENT. */
export async function compareSides(comparing: Comparing): Promise<Comparison> {
  const sides: ComparedSide[] = [];
  for (const side of comparing.sides) sides.push(await comparedSide(side, comparing));
  const [first] = comparing.sides;
  const { steps } = labWorkload(comparing.workload, subjectFor(first!), comparing.seed);
  return { steps: steps.map(stepTitle), sides };
}

async function comparedSide(
  { fsync, ...altered }: CompareSide,
  { workload, seed, step, moment, outcome }: Comparing,
): Promise<ComparedSide> {
  const subject = subjectFor(altered);
  const side = await CrashableSide.of(subject, labWorkload(workload, subject, seed), fsync);
  const place: CrashPlace = { step: Math.min(step, side.steps.length - 2), moment, outcome };
  const crashed = await side.crash(place);
  const lostAt: number[] = [];
  for (let other = 0; other < side.steps.length - 1; other++) {
    lostAt.push(other === place.step ? lostIn(crashed) : lostIn(await side.crash({ ...place, step: other })));
  }
  return {
    calls: crashed.calls,
    allCalls: crashed.allCalls,
    pending: crashed.pending.map(({ text, fate }) => ({ text, fate: fateInWords(fate) })),
    steps: crashed.steps.slice(0, -1).map((each) => ({ ...each })),
    contents:
      crashed.contents === null ? null : [...crashed.contents].map(([key, value]) => ({ key, value })),
    sentence: crashed.sentence,
    violations: crashed.violations.map((violation) => ({ ...violation })),
    lostAt,
    replay: replayText(crashed.replay),
  };
}

/** Writes whose callers had been told that they were done, and that are gone. */
const lostIn = ({ steps }: CrashedSide): number =>
  steps.filter(({ state, isThere }) => isThere === false && (state === 'answered' || state === 'promised'))
    .length;

function fateInWords(fate: Fate): string {
  if (typeof fate === 'string') return fate;
  return 'firstBytes' in fate ? `torn after ${fate.firstBytes} B` : 'torn';
}
