import { type PointerEvent, useCallback, useRef } from 'react';
import { Canvas, type Painter } from '../ui/canvas.tsx';
import { formatCount } from '../ui/format.ts';
import type { StripLanes } from './draw-records.ts';
import { paintStrip } from './paint-strip.ts';
import { indexAtX, recordAt, stripPadding } from './strip-layout.ts';
import type { TimelineModel } from './timeline-model.ts';
import { type Strip, useStrip } from './use-strip.ts';

interface RecordStripProps {
  model: TimelineModel;
  lanes: StripLanes;
  /** Told which record the pointer is on. */
  onHover?: (index: number | null) => void;
  hovered?: number | null;
}

const dragThresholdPx = 4;

/** The records of a window. A click chooses one, dragging pans. */
export function RecordStrip({ model, lanes, onHover, hovered = null }: RecordStripProps) {
  const state = model.use();
  const strip = useStrip(model);
  const draw = useCallback(
    (painter: Painter) => paintStrip(painter, model, state, strip, lanes, hovered),
    [model, state, strip, lanes, hovered],
  );
  const pointer = useStripPointer(model, strip, onHover);
  const { first, last } = state.window;
  const part = `${formatCount(Math.floor(first) + 1)} to ${formatCount(Math.ceil(last))}`;
  const label = `Strip of records ${part} of ${formatCount(model.total)}`;
  return <Canvas label={label} draw={draw} onWidth={strip.setWidth} {...pointer} />;
}

function useStripPointer(
  model: TimelineModel,
  { layout, width }: Strip,
  onHover: ((index: number | null) => void) | undefined,
) {
  const drag = useRef<{ x: number; moved: boolean } | null>(null);
  const indexAt = (event: PointerEvent<HTMLCanvasElement>): number | null => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    if (layout) return recordAt(layout, x);
    const { window } = model.state;
    return model.total === 0 ? null : Math.min(model.total - 1, Math.floor(indexAtX(x, window, width)));
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, moved: false };
    },
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => {
      const held = drag.current;
      if (!held) {
        onHover?.(layout ? indexAt(event) : null);
        return;
      }
      const px = event.clientX - held.x;
      if (!held.moved && Math.abs(px) < dragThresholdPx) return;
      const { window } = model.state;
      held.moved = true;
      held.x = event.clientX;
      model.pan((-px / Math.max(1, width - 2 * stripPadding)) * (window.last - window.first));
    },
    onPointerUp: (event: PointerEvent<HTMLCanvasElement>) => {
      const held = drag.current;
      drag.current = null;
      if (held && !held.moved) model.select(indexAt(event), false);
    },
    onPointerLeave: () => onHover?.(null),
  };
}
