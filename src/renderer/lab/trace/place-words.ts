import type { TraceView } from '../../../shared/contract/lab.ts';
import { plural } from '../../ui/format.ts';
import { gapAt, gapsOf } from './trace-calls.ts';

/** `11 │ 12`: between which calls a crash comes. */
export function crashPlace(gap: number, calls: number): string {
  if (gap === 0) return 'before call 1';
  return gap >= calls ? 'at the end' : `${gap} │ ${gap + 1}`;
}

/** What would be left if the power went there. `stakes` of each crash point; null while the engine is being asked. */
export function stakeWords(
  view: TraceView,
  calls: readonly number[],
  at: number,
  stakes: readonly number[] | null,
): string {
  const gap = gapAt(calls, at);
  const where = crashPlace(gap, calls.length);
  const stake = stakes?.[at] ?? stakes?.[gapsOf(view)[gap] ?? 0];
  if (stake === undefined) return `Power off ${where}: asking the engine what would be left…`;
  if (stake === 0) return `If the power went ${where}: every answered write would be there.`;
  const they = stake === 1 ? 'It is' : 'They are';
  return `If the power went ${where}: ${plural(stake, 'answered write')} could be gone. ${they} not on the disk yet.`;
}
