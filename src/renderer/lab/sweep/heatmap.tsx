import { type KeyboardEvent, type PointerEvent, useCallback, useState } from 'react';
import { Canvas, type Painter } from '../../ui/canvas.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { drawHeatmap } from './draw-heatmap.ts';
import {
  cellAt,
  type Heat,
  type HeatCell,
  heatFoot,
  heatHead,
  heatRow,
  nextFailing,
  roomFor,
  stepCell,
} from './heat-layout.ts';
import { HeatLegend } from './heat-legend.tsx';
import { HeatTable } from './heat-table.tsx';
import { choiceTitle } from './lab-words.ts';
import { makeRoom, openCell, useSweep } from './sweep-model.ts';

/** Faults × crash points, live; the same as a table for whoever does not see it. */
export function Heatmap({ heat, running }: { heat: Heat; running: boolean }) {
  const [as, setAs] = useState<'map' | 'table'>('map');
  return (
    <div className="heat">
      {as === 'map' ? <HeatCanvas heat={heat} running={running} /> : <HeatTable heat={heat} />}
      <div className="heatfoot">
        <Segmented
          label="Show as"
          value={as}
          choices={[
            { value: 'map', title: 'Heatmap' },
            { value: 'table', title: 'Table' },
          ]}
          onChange={setAs}
        />
        <HeatLegend />
      </div>
    </div>
  );
}

function HeatCanvas({ heat, running }: { heat: Heat; running: boolean }) {
  const choices = useSweep((state) => state.choices);
  const selected = useSweep((state) => state.cell);
  const hovered = useSweep((state) => state.hovered);
  const draw = useCallback(
    (painter: Painter) => {
      const titles = heat.faults.map((fault) => choiceTitle(choices, 'faults', fault));
      drawHeatmap(painter, { heat, titles, running, selected, hovered });
    },
    [heat, choices, running, selected, hovered],
  );
  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt(heat, box.width, event.clientX - box.left, event.clientY - box.top);
  };
  const select = (cell: HeatCell | null) => useSweep.setState({ cell });
  const hover = (cell: HeatCell | null) => {
    const before = useSweep.getState().hovered;
    if (before?.row !== cell?.row || before?.column !== cell?.column) useSweep.setState({ hovered: cell });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a canvas that is walked with the arrow keys is no fieldset
    <div
      className="heatmap"
      role="group"
      aria-label="Heatmap: arrow keys choose a cell, N the next that fails, Enter opens it"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it listens to the keys
      tabIndex={0}
      data-pane-focus
      style={{ height: heatHead + heat.faults.length * heatRow + heatFoot }}
      onKeyDown={(event) => onKey(event, heat, selected, select)}
    >
      <Canvas
        label={`Faults by crash points, ${heat.columns} columns`}
        draw={draw}
        onWidth={(width) => void makeRoom(Math.min(512, roomFor(width)))}
        onPointerDown={(event) => select(at(event))}
        onPointerMove={(event) => hover(at(event))}
        onPointerLeave={() => hover(null)}
      />
    </div>
  );
}

function onKey(
  event: KeyboardEvent,
  heat: Heat,
  selected: HeatCell | null,
  select: (cell: HeatCell | null) => void,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter' && selected !== null) void openCell();
  else if (event.key.toLowerCase() === 'n') select(nextFailing(heat, selected) ?? selected);
  else {
    const next = stepCell(heat, selected ?? { row: 0, column: -1 }, event.key);
    if (next === null) return;
    select({ ...next, column: Math.max(0, next.column) });
  }
  event.preventDefault();
  event.stopPropagation();
}
