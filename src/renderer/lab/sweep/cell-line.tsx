import { Button } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { cellIndex, columnPoints } from './heat-layout.ts';
import { choiceTitle } from './lab-words.ts';
import { pointWords } from './point-words.ts';
import { openCell, useSweep } from './sweep-model.ts';

/** The chosen cell of the heatmap in words, and the way into one of its states. */
export function CellLine() {
  const heat = useSweep((state) => state.heat);
  const cell = useSweep((state) => state.cell);
  const choices = useSweep((state) => state.choices);
  const points = heat && cell ? columnPoints(heat, cell.column) : null;
  if (heat === null || cell === null || points === null) {
    return (
      <p className="cellline dim" aria-live="polite">
        Choose a cell to see what was tried there.
      </p>
    );
  }
  const index = cellIndex(heat, cell);
  const states = heat.states[index] ?? 0;
  const failing = heat.failing[index] ?? 0;
  const fault = choiceTitle(choices, 'faults', heat.faults[cell.row] ?? '');
  return (
    <div className="cellline">
      <p className="grow cut" aria-live="polite">
        <b>{fault}</b>, {points.section.workload}, {pointWords(points)}:{' '}
        {states === 0 ? 'no such state' : plural(states, 'state')}
        {failing > 0 && <b className="fail">, {formatCount(failing)} failing</b>}
      </p>
      <Button disabled={states === 0} onClick={() => void openCell()} keys="Enter">
        {failing > 0 ? 'Open a failing state' : 'Open a state'}
      </Button>
    </div>
  );
}
