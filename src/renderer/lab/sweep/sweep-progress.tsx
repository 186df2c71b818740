import type { SweepSummary } from '../../../shared/contract/sweep.ts';
import { formatCount, formatSpan, plural } from '../../ui/format.ts';
import { Progress } from '../../ui/progress.tsx';

/** How far it is, how fast, how long it will take, and what it found so far. */
export function SweepProgress({ summary }: { summary: SweepSummary }) {
  const { states, planned, distinct, elapsedMs, counterexamples } = summary;
  const perSecond = elapsedMs > 0 ? (states * 1000) / elapsedMs : 0;
  const leftMs = perSecond > 0 && planned > 0 ? ((planned - states) * 1000) / perSecond : null;
  const note = [
    `${formatCount(Math.round(perSecond))}/s`,
    ...(leftMs === null ? [] : [`${formatSpan(leftMs)} left`]),
    `${formatCount(distinct)} distinct`,
    ...(counterexamples === 0 ? [] : [plural(counterexamples, 'counterexample')]),
  ];
  return <Progress label="Sweep" done={states} total={planned} unit="states" note={note.join(' · ')} />;
}
