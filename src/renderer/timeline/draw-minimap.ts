import type { TimelineSummary } from '../../shared/contract/timeline.ts';
import type { Painter } from '../ui/canvas.tsx';
import type { LogColumns } from './log-columns.ts';
import { columnX, stripPadding } from './strip-layout.ts';
import type { StripWindow } from './strip-window.ts';

/** Room above the columns for the names of the files. */
export const minimapTop = 14;

/**
 * Records that the whole width stands for. While the log is being read it is an estimate by bytes, so that the
 * minimap fills from left to right.
 */
export function minimapRecords(summary: TimelineSummary): number {
  if (summary.exact || summary.readBytes <= 0) return Math.max(1, summary.records);
  return Math.max(1, Math.round((summary.records * summary.totalBytes) / summary.readBytes));
}

/** The whole log: what is still live, what is garbage, where it is damaged, and which part the strip shows. */
export function drawMinimap(
  painter: Painter,
  summary: TimelineSummary,
  columns: LogColumns | null,
  window: StripWindow,
): void {
  const whole = { first: 0, last: minimapRecords(summary) };
  if (columns) drawShares(painter, columns, whole);
  drawFiles(painter, summary, whole);
  drawWindow(painter, whole, window);
}

function drawShares(painter: Painter, columns: LogColumns, whole: StripWindow): void {
  const { context, theme, width, height } = painter;
  const room = height - minimapTop - 1;
  const ground = minimapTop + room;
  const perColumn = (columns.last - columns.first) / columns.count;
  for (let column = 0; column < columns.count; column++) {
    const left = columnX(columns.first + column * perColumn, whole, width);
    const right = columnX(columns.first + (column + 1) * perColumn, whole, width);
    const bar = Math.max(0.6, right - left - 0.4);
    const total = columns.total(column);
    const live = (columns.of(column, 'live') / Math.max(1, total)) * room;
    const garbage = total === 0 ? 0 : room - live;
    context.fillStyle = theme.states.live.fill;
    context.fillRect(left, ground - live, bar, live);
    context.fillStyle = theme.line2;
    context.fillRect(left, ground - live - garbage, bar, garbage);
    if (columns.of(column, 'damaged') + columns.of(column, 'torn') === 0) continue;
    context.fillStyle = theme.states.damaged.fill;
    context.fillRect(left + bar / 2 - 1, minimapTop, 2, room);
  }
}

const kindWords = { log: 'sealed', snapshot: 'snapshot', missing: 'missing' } as const;

function drawFiles(
  { context, theme, width, height }: Painter,
  summary: TimelineSummary,
  whole: StripWindow,
): void {
  let free = 0;
  for (const file of summary.files) {
    const x = Math.round(columnX(file.firstRecord, whole, width));
    context.fillStyle = file.kind === 'missing' ? theme.states.damaged.fill : theme.line2;
    context.fillRect(x, 0, 1, height);
    const kind = file.kind === 'log' && !file.sealed ? 'active' : kindWords[file.kind];
    context.font = `11px ${theme.monoFont}`;
    const nameWidth = context.measureText(file.name).width;
    // The next one begins at the same place, and has something there.
    const isEmpty = file.records === 0 && file.kind !== 'missing' && summary.files.length > 1;
    if (isEmpty || x < free || x + 12 + nameWidth > width) continue;
    context.fillStyle = theme.text2;
    context.fillText(file.name, x + 6, 7);
    context.font = `11px ${theme.uiFont}`;
    context.fillStyle = file.kind === 'missing' ? theme.states.damaged.fill : theme.text3;
    const kindWidth = context.measureText(kind).width;
    if (x + 18 + nameWidth + kindWidth <= width) context.fillText(kind, x + 12 + nameWidth, 7);
    free = x + 24 + nameWidth + kindWidth;
  }
}

function drawWindow(
  { context, theme, width, height }: Painter,
  whole: StripWindow,
  window: StripWindow,
): void {
  if (window.last <= window.first) return;
  const right = Math.round(columnX(window.last, whole, width));
  // However small the part is: it must be seen and gripped.
  const left = Math.max(stripPadding, Math.round(Math.min(columnX(window.first, whole, width), right - 6)));
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.strokeRect(left - 0.5, minimapTop - 2.5, right - left + 3, height - minimapTop + 2);
}
