import type { RecordState } from '../../shared/model.ts';
import type { Painter } from '../ui/canvas.tsx';
import { hatch } from '../ui/canvas-record.ts';
import { formatCount } from '../ui/format.ts';
import type { StripLanes } from './draw-records.ts';
import type { LogColumns } from './log-columns.ts';
import { columnX } from './strip-layout.ts';
import type { StripWindow } from './strip-window.ts';

/** From the ground up: what still counts, what no longer does, what cannot be read. */
const stack: readonly RecordState[] = ['live', 'superseded', 'deleted', 'expired', 'damaged', 'torn'];

interface ColumnMarks {
  selected: number | null;
  durableRecords: number | null;
  shown: ReadonlySet<RecordState>;
}

/** Draws records too narrow to be told apart, as columns of their states. */
export function drawColumns(
  painter: Painter,
  columns: LogColumns | null,
  window: StripWindow,
  lanes: StripLanes,
  marks: ColumnMarks,
): void {
  const { context, theme, width } = painter;
  if (columns) drawStacks(painter, columns, window, lanes, marks);
  if (marks.selected !== null && marks.selected >= window.first && marks.selected < window.last) {
    context.fillStyle = theme.accent;
    const x = Math.round(columnX(marks.selected + 0.5, window, width));
    context.fillRect(x - 1, lanes.records - 3, 2, lanes.recordHeight + 6);
  }
  drawTicks(painter, window, lanes);
}

function drawStacks(
  painter: Painter,
  columns: LogColumns,
  window: StripWindow,
  lanes: StripLanes,
  marks: ColumnMarks,
): void {
  const { context, theme, width } = painter;
  const perColumn = (columns.last - columns.first) / columns.count;
  const ground = lanes.records + lanes.recordHeight;
  for (let column = 0; column < columns.count; column++) {
    const from = columns.first + column * perColumn;
    if (from + perColumn < window.first || from > window.last) continue;
    const left = columnX(from, window, width);
    const right = columnX(from + perColumn, window, width);
    const proven = marks.durableRecords === null || from + perColumn / 2 < marks.durableRecords;
    const total = Math.max(1, columns.total(column));
    let top = ground;
    for (const state of stack) {
      const height = (columns.of(column, state) / total) * lanes.recordHeight;
      if (height <= 0) continue;
      top -= height;
      const { fill } = theme.states[state];
      context.globalAlpha = marks.shown.has(state) ? 1 : 0.2;
      context.fillStyle =
        state === 'superseded' ? theme.line2 : state === 'live' && !proven ? hatch(context, fill) : fill;
      context.fillRect(left, top, Math.max(0.6, right - left - 0.4), height);
    }
  }
  context.globalAlpha = 1;
}

const tickEveryPx = 176;

function drawTicks({ context, theme, width }: Painter, window: StripWindow, lanes: StripLanes): void {
  const span = window.last - window.first;
  const step = roundStep((span * tickEveryPx) / Math.max(1, width));
  context.font = `11px ${theme.uiFont}`;
  context.fillStyle = theme.text3;
  for (let at = Math.ceil(window.first / step) * step; at < window.last; at += step) {
    const x = Math.round(columnX(at, window, width));
    const text = `record ${formatCount(at + 1)}`;
    if (x + 8 + context.measureText(text).width > width) break;
    context.fillRect(x, lanes.ticks - 10, 1, 4);
    context.fillText(text, x + 4, lanes.ticks);
  }
}

/** The next 1, 2 or 5 times a power of ten. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}
