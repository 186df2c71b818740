import { type PointerEvent, useCallback, useEffect, useMemo, useState } from 'react';
import { client } from '../stores/host.ts';
import { Canvas, type Painter } from '../ui/canvas.tsx';
import { ColumnReader } from './column-reader.ts';
import { drawMinimap, minimapRecords } from './draw-minimap.ts';
import type { LogColumns } from './log-columns.ts';
import { indexAtX, stripPadding } from './strip-layout.ts';
import type { TimelineModel } from './timeline-model.ts';

const columnPx = 3;

/** The whole log on one line. A click or a drag brings that part into the strip. */
export function LogMinimap({ model }: { model: TimelineModel }) {
  const { window, summary } = model.use();
  const [width, setWidth] = useState(0);
  const [columns, setColumns] = useState<LogColumns | null>(null);
  const reader = useMemo(() => new ColumnReader(client, model.source, setColumns), [model]);

  useEffect(() => {
    if (!summary || width === 0) return;
    const share = summary.records / minimapRecords(summary);
    const wanted = Math.max(1, Math.floor(((width - 2 * stripPadding) * share) / columnPx));
    reader.want({
      first: 0,
      last: summary.records,
      columns: Math.max(1, Math.min(8192, wanted, summary.records)),
      generation: summary.generation,
    });
  }, [reader, summary, width]);

  const draw = useCallback(
    (painter: Painter) => {
      if (summary) drawMinimap(painter, summary, columns, window);
    },
    [summary, columns, window],
  );

  const lookAt = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!summary || event.buttons % 2 === 0) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    model.centreOn(indexAtX(x, { first: 0, last: minimapRecords(summary) }, width));
  };
  return (
    <Canvas
      label="Whole log"
      draw={draw}
      onWidth={setWidth}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        lookAt(event);
      }}
      onPointerMove={lookAt}
    />
  );
}
