import type { SurvivalMatrix } from '../../../shared/contract/survival.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { choiceTitle } from './lab-words.ts';
import { countsOf } from './survival-counts.ts';
import { openSurvivalCell, useSurvival } from './survival-model.ts';
import { useSweep } from './sweep-model.ts';

const crashWords = {
  kill: 'a killed process',
  power: 'a power loss',
  'fsync-error': 'a power loss after a failed fsync',
} as const;

/** What the chosen cell rests on, and the states that show it. */
export function SurvivalCellLine({ matrix }: { matrix: SurvivalMatrix }) {
  const cell = useSurvival((state) => state.cell);
  const choices = useSweep((state) => state.choices);
  const column = cell === null ? undefined : matrix.columns[cell.column];
  const write = cell === null ? undefined : matrix.writes[cell.write];
  if (cell === null || column === undefined || write === undefined) {
    const { states, distinct } = matrix;
    return (
      <p className="cellline dim" aria-live="polite">
        {plural(states, 'crash', 'crashes')} looked at, {formatCount(distinct)} distinct. Choose a cell for
        the states behind it.
      </p>
    );
  }
  const { kept, lost } = countsOf(matrix)(cell);
  const where = column.kind === 'kill' ? '' : ` on ${choiceTitle(choices, 'profiles', column.profile)}`;
  return (
    <div className="cellline">
      <p className="grow" aria-live="polite">
        <b>
          W{cell.write + 1} {write.title}
        </b>
        , {column.fsync}, {crashWords[column.kind]}
        {where}: {countWords(kept, lost)}
      </p>
      <Button disabled={lost === 0} onClick={() => void openSurvivalCell(false)}>
        Open one that loses it
      </Button>
      <Button disabled={kept === 0} onClick={() => void openSurvivalCell(true)}>
        Open one that keeps it
      </Button>
    </div>
  );
}

function countWords(kept: number, lost: number): string {
  if (kept + lost === 0) return 'it was never acknowledged, so there is nothing to keep.';
  return `${formatCount(kept)} of ${plural(kept + lost, 'state')} after its acknowledgement keep it.`;
}
