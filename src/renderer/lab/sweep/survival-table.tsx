import { type KeyboardEvent, useMemo, useRef } from 'react';
import type { SurvivalColumn, SurvivalMatrix } from '../../../shared/contract/survival.ts';
import { fsyncPolicies } from '../../../shared/model.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { choiceTitle } from './lab-words.ts';
import {
  type CellCounts,
  countsOf,
  type MatrixCell,
  type Survives,
  shownColumns,
  survives,
} from './survival-counts.ts';
import { openSurvivalCell, useSurvival } from './survival-model.ts';
import { useSweep } from './sweep-model.ts';

export const kindTitles = { kill: 'kill', power: 'power', 'fsync-error': 'EIO' } as const;

/** Writes by policy and kind of crash. One tab stop; the arrow keys walk it. */
export function SurvivalTable({ matrix }: { matrix: SurvivalMatrix }) {
  const { view, cell } = useSurvival();
  const choices = useSweep((state) => state.choices);
  const profile = useSweep((state) => state.setup.profile);
  const table = useRef<HTMLTableElement>(null);
  const columns = shownColumns(matrix.columns, view, profile);
  const counts = useMemo(() => countsOf(matrix), [matrix]);
  const current = cell ?? { write: 0, column: columns[0] ?? 0 };
  const titleOf = ({ kind, profile: on }: SurvivalColumn) => (view === 'crashes' ? kindTitles[kind] : on);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepped(current, event.key, columns, matrix.writes.length);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    useSurvival.setState({ cell: next });
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.write} ${next.column}"]`)?.focus();
  };
  return (
    <div className="scroll matrix">
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are chosen with the arrow keys
        role="grid"
        aria-label="Survival"
        className={view === 'crashes' ? '' : 'tilted'}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <td />
            {fsyncPolicies.map((fsync) => (
              <th key={fsync} scope="colgroup" colSpan={columnsUnder(matrix, columns, fsync)}>
                {fsync}
              </th>
            ))}
          </tr>
          <tr>
            <th scope="col" className="w">
              Acknowledged write
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" title={columnTip(matrix.columns[column]!, choices)}>
                <span>{titleOf(matrix.columns[column]!)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.writes.map(({ step, title }, write) => (
            <tr key={step}>
              <th scope="row" className="w">
                <span className="dim">W{write + 1}</span> <span className="k cut">{title}</span>
              </th>
              {columns.map((column) => (
                <Cell
                  key={column}
                  column={matrix.columns[column]!}
                  counts={counts({ write, column })}
                  cell={{ write, column }}
                  isTabStop={current.write === write && current.column === column}
                  isChosen={cell?.write === write && cell.column === column}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  column: SurvivalColumn;
  counts: CellCounts;
  cell: MatrixCell;
  isTabStop: boolean;
  isChosen: boolean;
}

function Cell({ column, counts, cell, isTabStop, isChosen }: CellProps) {
  // None where the write was never acknowledged, or nothing has been looked at yet.
  const fate = survives(counts);
  const word = fate ?? (column.done ? 'never acknowledged' : 'not looked at yet');
  return (
    <td className={column.kind === 'kill' ? 'first' : ''}>
      <button
        type="button"
        data-cell={`${cell.write} ${cell.column}`}
        className={`mc ${fate ?? 'none'}${isChosen ? ' sel' : ''}`}
        tabIndex={isTabStop ? 0 : -1}
        title={fate === null ? word : `${counts.kept} of ${counts.kept + counts.lost} states keep it`}
        aria-label={`${column.fsync}, ${kindTitles[column.kind]}: ${word}`}
        onClick={() => (isChosen ? openChosen(fate) : useSurvival.setState({ cell }))}
      >
        {fate === null ? '·' : <Glyph name={fate} />}
      </button>
    </td>
  );
}

/** A chosen cell that is pressed again opens what makes the difference: a loss where there is one. */
function openChosen(fate: Survives | null): void {
  if (fate !== null) void openSurvivalCell(fate === 'always');
}

const columnsUnder = (matrix: SurvivalMatrix, columns: readonly number[], fsync: string): number =>
  columns.filter((column) => matrix.columns[column]?.fsync === fsync).length;

function columnTip({ kind, profile }: SurvivalColumn, choices: Parameters<typeof choiceTitle>[0]): string {
  const on = choiceTitle(choices, 'profiles', profile);
  if (kind === 'kill') return 'The process is killed; the system goes on.';
  if (kind === 'power') return `The power goes, on ${on}.`;
  return `An fsync fails with EIO, and the power goes, on ${on}.`;
}

function stepped(
  cell: MatrixCell,
  key: string,
  columns: readonly number[],
  writes: number,
): MatrixCell | null {
  const at = columns.indexOf(cell.column);
  const to = (index: number) => columns[Math.min(columns.length - 1, Math.max(0, index))] ?? cell.column;
  switch (key) {
    case 'ArrowLeft':
      return { ...cell, column: to(at - 1) };
    case 'ArrowRight':
      return { ...cell, column: to(at + 1) };
    case 'ArrowUp':
      return { ...cell, write: Math.max(0, cell.write - 1) };
    case 'ArrowDown':
      return { ...cell, write: Math.min(writes - 1, cell.write + 1) };
    case 'Home':
      return { ...cell, column: to(0) };
    case 'End':
      return { ...cell, column: to(columns.length - 1) };
    default:
      return null;
  }
}
