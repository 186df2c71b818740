import { stateOf } from '../../shared/model.ts';
import { orNull, type RecordRow } from '../../shared/rows.ts';
import type { Painter } from '../ui/canvas.tsx';
import { type Block, drawRecordBlock } from '../ui/canvas-record.ts';
import { formatCount, formatTime } from '../ui/format.ts';
import type { PlacedGap, PlacedRecord, StripLayout } from './strip-layout.ts';

/** Where the lanes of a strip lie, in px from its top. */
export interface StripLanes {
  /** Brackets of the frames. */
  frames: number;
  records: number;
  recordHeight: number;
  /** Middle of the line of words above. */
  caption: number;
  /** Middle of the sequence numbers below. */
  ticks: number;
}

export const stripLanes: StripLanes = { frames: 17, records: 24, recordHeight: 18, caption: 8, ticks: 54 };
export const viewLanes: StripLanes = { frames: 26, records: 36, recordHeight: 40, caption: 12, ticks: 96 };

export interface StripMarks {
  selected: number | null;
  hovered: number | null;
  shown: (row: RecordRow) => boolean;
  /** Draw frames: false where each record is one. */
  framed: boolean;
  /** px where the durability line stands: no words are drawn across it. */
  avoidX: number | null;
  /** Whether the rows say what is proven; all is drawn solid where they cannot. */
  knowsDurability: boolean;
}

/** Draws records one by one: frames, fills, gaps, the durability line. */
export function drawRecords(
  painter: Painter,
  layout: StripLayout,
  lanes: StripLanes,
  marks: StripMarks,
): void {
  drawHeaders(painter, layout, lanes);
  for (const record of layout.records) drawRecord(painter, record, lanes, marks);
  if (marks.framed) drawFrames(painter, layout, lanes);
  for (const gap of layout.gaps) drawGap(painter, gap, lanes);
  drawTicks(painter, layout, lanes, marks.avoidX);
}

function blockOf(record: PlacedRecord, lanes: StripLanes): Block {
  const left = Math.round(record.left);
  const width = Math.max(1, Math.round(record.left + record.width) - left - 1);
  return { left, top: lanes.records, width, height: lanes.recordHeight };
}

function drawRecord(painter: Painter, record: PlacedRecord, lanes: StripLanes, marks: StripMarks): void {
  const { context, theme } = painter;
  const block = blockOf(record, lanes);
  if (!record.row) {
    context.fillStyle = theme.surface3;
    context.fillRect(block.left, block.top, block.width, block.height);
    return;
  }
  context.globalAlpha = marks.shown(record.row) ? 1 : 0.25;
  const durable = record.row.durable === 1 || !marks.knowsDurability;
  drawRecordBlock(context, theme, stateOf(record.row.state), durable, block);
  context.globalAlpha = 1;
  if (record.index === marks.hovered && record.index !== marks.selected) {
    context.strokeStyle = theme.lineControl;
    context.lineWidth = 1;
    context.strokeRect(block.left - 1.5, block.top - 2.5, block.width + 3, block.height + 5);
  }
  if (record.index === marks.selected) {
    context.strokeStyle = theme.accent;
    context.lineWidth = 2;
    context.strokeRect(block.left - 1, block.top - 2, block.width + 2, block.height + 4);
  }
}

/** A frame's header is a thin line before its first record: bytes that belong to no record. */
function drawHeaders({ context, theme }: Painter, layout: StripLayout, lanes: StripLanes): void {
  context.fillStyle = theme.lineControl;
  context.globalAlpha = 0.55;
  for (const frame of layout.frames) {
    const width = frame.body - frame.left;
    if (width >= 1) {
      context.fillRect(frame.left, lanes.records + lanes.recordHeight / 2 - 1, Math.max(1, width - 1), 2);
    }
  }
  context.globalAlpha = 1;
}

function drawFrames({ context, theme }: Painter, layout: StripLayout, lanes: StripLanes): void {
  context.strokeStyle = theme.lineControl;
  context.lineWidth = 1;
  for (const frame of layout.frames) {
    const left = Math.round(frame.left) + 0.5;
    const right = Math.round(frame.right) - 1.5;
    if (right - left < 2) continue;
    context.beginPath();
    context.moveTo(left, lanes.frames + 4);
    context.lineTo(left, lanes.frames);
    context.lineTo(right, lanes.frames);
    context.lineTo(right, lanes.frames + 4);
    context.stroke();
  }
}

function drawGap({ context, theme }: Painter, gap: PlacedGap, lanes: StripLanes): void {
  const { fill, background } = theme.states.damaged;
  const left = Math.round(gap.left) + 2;
  const width = gap.width - 4;
  context.fillStyle = background;
  context.fillRect(left, lanes.records, width, lanes.recordHeight);
  context.strokeStyle = fill;
  context.setLineDash([3, 2]);
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, lanes.records + 0.5, width - 1, lanes.recordHeight - 1);
  context.setLineDash([]);
  context.fillStyle = theme.text;
  context.font = `11px ${theme.monoFont}`;
  context.textAlign = 'center';
  context.fillText(gap.name, left + width / 2, lanes.records + lanes.recordHeight / 2 - 6, width - 8);
  context.font = `11px ${theme.uiFont}`;
  context.fillText('missing', left + width / 2, lanes.records + lanes.recordHeight / 2 + 7, width - 8);
  context.textAlign = 'left';
}

const tickEveryPx = 168;

/** Sequence numbers and times below the first records of frames, as far apart as they can be read. */
function drawTicks(painter: Painter, layout: StripLayout, lanes: StripLanes, avoidX: number | null): void {
  const { context, theme, width } = painter;
  context.font = `11px ${theme.uiFont}`;
  let free = 0;
  let frame = -1;
  for (const { row, left } of layout.records) {
    if (!row || row.frame === frame) continue;
    frame = row.frame;
    if (left < free) continue;
    const seq = orNull(row.seq);
    const time = orNull(row.timeMs);
    const text = `${seq === null ? 'no number' : formatCount(seq)}${time === null ? '' : `  ${formatTime(time)}`}`;
    const x = Math.round(left);
    const end = x + 8 + context.measureText(text).width;
    if (x < 0 || end > width || (avoidX !== null && x < avoidX && end > avoidX)) continue;
    context.fillStyle = theme.text3;
    context.fillRect(x, lanes.ticks - 10, 1, 4);
    context.fillText(text, x + 4, lanes.ticks);
    free = left + tickEveryPx;
  }
}

/** The line between proven and acknowledged, with the ground of what is not proven; `x` in px. */
export function drawDurabilityLine(
  painter: Painter,
  x: number,
  lanes: StripLanes,
  words: [string, string],
): void {
  const { context, theme, width, height } = painter;
  const at = Math.round(Math.min(width, Math.max(0, x)));
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = theme.cacheBackground;
  context.fillRect(at, 0, width - at, height);
  context.globalCompositeOperation = 'source-over';
  if (at <= 0) return;
  context.fillStyle = theme.diskText;
  context.fillRect(at - 1, 0, 2, height);
  context.font = `500 11px ${theme.uiFont}`;
  if (context.measureText(words[0]).width + 8 < at) {
    context.textAlign = 'right';
    context.fillText(words[0], at - 7, lanes.caption);
  }
  context.textAlign = 'left';
  context.fillStyle = theme.cacheText;
  if (context.measureText(words[1]).width + 12 < width - at)
    context.fillText(words[1], at + 7, lanes.caption);
}

/** Where the power goes: a line with its flag, and what follows it paled, since it will not have happened. */
export function drawCrashPoint(painter: Painter, x: number, flag: string): void {
  const { context, theme, width, height } = painter;
  const at = Math.round(x);
  context.globalAlpha = 0.62;
  context.fillStyle = theme.surface;
  context.fillRect(at, 0, width - at, height);
  context.globalAlpha = 1;
  context.fillStyle = theme.accent;
  context.fillRect(at - 1, 0, 2, height);
  context.font = `500 11px ${theme.uiFont}`;
  const flagWidth = context.measureText(flag).width + 12;
  const left = Math.min(width - flagWidth, Math.max(0, at - flagWidth / 2));
  context.beginPath();
  context.roundRect(left, height - 20, flagWidth, 18, 3);
  context.fill();
  context.fillStyle = theme.onAccent;
  context.fillText(flag, left + 6, height - 11);
}
