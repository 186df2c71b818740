import { recordStates, stateOf } from '../../shared/model.ts';
import type { Painter } from '../ui/canvas.tsx';
import { drawColumns } from './draw-columns.ts';
import { drawDurabilityLine, drawRecords, type StripLanes } from './draw-records.ts';
import { durabilityWords } from './durability-words.ts';
import { columnX, type StripLayout } from './strip-layout.ts';
import type { TimelineModel, TimelineState } from './timeline-model.ts';
import type { Strip } from './use-strip.ts';

/** Paints a strip as the timeline stands, the durability line included. */
export function paintStrip(
  painter: Painter,
  model: TimelineModel,
  state: TimelineState,
  strip: Strip,
  lanes: StripLanes,
  hovered: number | null,
): void {
  const { layout } = strip;
  const { selected, shown, window } = state;
  const durableRecords = state.summary?.durableRecords ?? null;
  if (layout) {
    const all = shown.size === recordStates.length;
    const isShown = (row: { state: number }) => all || shown.has(stateOf(row.state));
    const { framed, knowsDurability } = model;
    const avoidX = durabilityX(state, layout, painter.width);
    drawRecords(painter, layout, lanes, {
      selected,
      hovered,
      shown: isShown,
      framed,
      knowsDurability,
      avoidX,
    });
  } else drawColumns(painter, strip.columns, window, lanes, { selected, durableRecords, shown });
  paintDurability(painter, model, state, layout, lanes);
}

function paintDurability(
  painter: Painter,
  model: TimelineModel,
  state: TimelineState,
  layout: StripLayout | null,
  lanes: StripLanes,
): void {
  const x = durabilityX(state, layout, painter.width);
  if (x === null || !state.summary) return;
  const words = durabilityWords(state.summary, (index) => model.records.get(index));
  drawDurabilityLine(painter, x, lanes, words);
}

/** Where the durability line stands, in px; null when it is off, not known, or not in the window. */
function durabilityX(
  { summary, window, durabilityLine }: TimelineState,
  layout: StripLayout | null,
  width: number,
): number | null {
  const proven = summary?.durableRecords ?? null;
  if (!summary || proven === null || !durabilityLine) return null;
  if (proven >= window.last || proven >= summary.records) return null;
  return layout ? frameStart(layout, proven) : columnX(proven, window, width);
}

/** Where the frame of a record begins, in px: an fsync proves whole frames. */
function frameStart(layout: StripLayout, index: number): number {
  const first = layout.records.find((record) => record.index >= index);
  const frame = layout.frames.find((one) => one.frame === first?.row?.frame);
  return frame?.left ?? first?.left ?? 0;
}
