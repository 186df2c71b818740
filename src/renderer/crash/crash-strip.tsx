import { type PointerEvent, useCallback } from 'react';
import type { CrashPoint } from '../../shared/contract/crash.ts';
import { drawCrashPoint, viewLanes } from '../timeline/draw-records.ts';
import { paintStrip } from '../timeline/paint-strip.ts';
import { columnX, indexAtX, placeAtX, xOfPlace } from '../timeline/strip-layout.ts';
import type { TimelineModel } from '../timeline/timeline-model.ts';
import { useStrip } from '../timeline/use-strip.ts';
import { Canvas, type Painter } from '../ui/canvas.tsx';

interface CrashStripProps {
  model: TimelineModel;
  point: CrashPoint | null;
  /** Record at the point, for when records are too narrow to be drawn. */
  record: number | null;
  onPick(point: CrashPoint): void;
}

/** The strip with the place where the power goes. A click or a drag chooses it, to the byte. */
export function CrashStrip({ model, point, record, onPick }: CrashStripProps) {
  const state = model.use();
  const strip = useStrip(model);
  const draw = useCallback(
    (painter: Painter) => {
      paintStrip(painter, model, { ...state, selected: null }, strip, viewLanes, null);
      if (!point) return;
      const x = strip.layout
        ? xOfPlace(strip.layout, point)
        : record === null
          ? null
          : columnX(record, state.window, painter.width);
      if (x !== null && x >= 0 && x <= painter.width) drawCrashPoint(painter, x, 'Power off');
    },
    [model, state, strip, point, record],
  );

  const pick = async (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons % 2 === 0) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    if (strip.layout) {
      const place = placeAtX(strip.layout, x);
      if (place) onPick(place);
      return;
    }
    const row = await model.records.row(Math.floor(indexAtX(x, model.state.window, strip.width)));
    if (row) onPick({ file: row.file, offset: row.offset });
  };
  return (
    <Canvas
      label="Strip of records: where the power goes"
      draw={draw}
      onWidth={strip.setWidth}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        void pick(event);
      }}
      onPointerMove={(event) => void pick(event)}
    />
  );
}
