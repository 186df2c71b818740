import { Button } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { cellIndex, columnPoints, type Heat, type HeatCell } from './heat-layout.ts';
import { choiceTitle } from './lab-words.ts';
import { pointWords } from './point-words.ts';
import { openCell, useSweep } from './sweep-model.ts';

/** A cell of the heatmap in words: the one under the pointer, or the chosen one and the way into one of its states. */
export function CellLine() {
  const heat = useSweep((state) => state.heat);
  const cell = useSweep((state) => state.cell);
  const hovered = useSweep((state) => state.hovered);
  const shown = hovered ?? cell;
  if (heat === null || shown === null) {
    return (
      <p className="cellline dim" aria-live="polite">
        Choose a cell to see what was tried there.
      </p>
    );
  }
  const failing = heat.failing[cellIndex(heat, shown)] ?? 0;
  const isChosen = shown.row === cell?.row && shown.column === cell.column;
  return (
    <div className="cellline">
      <p className="grow cut" aria-live={isChosen ? 'polite' : 'off'}>
        <CellWords heat={heat} cell={shown} />
      </p>
      {isChosen ? (
        <Button
          disabled={heat.states[cellIndex(heat, shown)] === 0}
          onClick={() => void openCell()}
          keys="Enter"
        >
          {failing > 0 ? 'Open a failing state' : 'Open a state'}
        </Button>
      ) : (
        <span className="dim">click to choose it</span>
      )}
    </div>
  );
}

function CellWords({ heat, cell }: { heat: Heat; cell: HeatCell }) {
  const choices = useSweep((state) => state.choices);
  const points = columnPoints(heat, cell.column);
  const index = cellIndex(heat, cell);
  const states = heat.states[index] ?? 0;
  const failing = heat.failing[index] ?? 0;
  if (points === null) return null;
  return (
    <>
      <b>{choiceTitle(choices, 'faults', heat.faults[cell.row] ?? '')}</b>, {points.section.workload},{' '}
      {pointWords(points)}: {states === 0 ? 'none was tried' : plural(states, 'state')}
      {failing > 0 && <b className="fail">, {formatCount(failing)} failing</b>}
    </>
  );
}
