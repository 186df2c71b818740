import type { Painter } from '../../ui/canvas.tsx';
import {
  cellIndex,
  columnWidth,
  type Heat,
  type HeatCell,
  heatHead,
  heatLabels,
  heatRow,
} from './heat-layout.ts';

interface HeatPicture {
  heat: Heat;
  /** Titles of the rows. */
  titles: readonly string[];
  running: boolean;
  selected: HeatCell | null;
  hovered: HeatCell | null;
}

/** Rows are faults, columns crash points; grey says how much was checked, a crossed outline that something failed. */
export function drawHeatmap(painter: Painter, picture: HeatPicture): void {
  const { heat } = picture;
  const width = columnWidth(heat, painter.width);
  drawTitles(painter, picture.titles);
  drawSections(painter, heat, width);
  const most = Math.max(1, ...heat.states);
  for (let row = 0; row < heat.faults.length; row++) {
    for (let column = 0; column < heat.columns; column++) {
      drawCell(painter, picture, { row, column }, { width, most });
    }
  }
  if (picture.hovered) outline(painter, picture.hovered, width, painter.theme.lineControl, 1);
  if (picture.selected) outline(painter, picture.selected, width, painter.theme.accent, 2);
}

function drawTitles({ context, theme }: Painter, titles: readonly string[]): void {
  context.font = `11px ${theme.uiFont}`;
  context.fillStyle = theme.text2;
  for (const [row, title] of titles.entries()) {
    context.fillText(title, 0, heatHead + row * heatRow + heatRow / 2 + 0.5, heatLabels - 8);
  }
}

/** Each workload begins with a line and, where there is room, its name. */
function drawSections({ context, theme, height }: Painter, heat: Heat, width: number): void {
  context.font = `11px ${theme.uiFont}`;
  let column = 0;
  for (const section of heat.sections) {
    const x = Math.round(heatLabels + column * width);
    const room = section.columns * width;
    context.fillStyle = theme.line2;
    context.fillRect(x - 1, 2, 1, height - 4);
    context.fillStyle = theme.text3;
    context.fillText(fitted(context, section.workload, room - 6), x + 3, 8);
    column += section.columns;
  }
}

function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 0 && context.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
  return end === 0 ? '' : `${text.slice(0, end)}…`;
}

function drawCell(
  { context, theme }: Painter,
  { heat, running }: HeatPicture,
  cell: HeatCell,
  { width, most }: { width: number; most: number },
): void {
  const left = heatLabels + cell.column * width;
  const top = heatHead + cell.row * heatRow;
  const inner = { left: left + 0.5, top: top + 0.5, width: Math.max(1, width - 1), height: heatRow - 1 };
  const index = cellIndex(heat, cell);
  const states = heat.states[index]!;
  if (heat.failing[index]! > 0) {
    drawFailing(context, theme.never, inner);
    return;
  }
  if (states > 0) {
    context.fillStyle = theme.heat[level(states, most)]!;
    context.fillRect(inner.left, inner.top, inner.width, inner.height);
    return;
  }
  context.fillStyle = running ? theme.line2 : theme.line;
  context.fillRect(left + width / 2 - 0.5, top + heatRow / 2 - 0.5, 1, 1);
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function drawFailing(
  context: CanvasRenderingContext2D,
  never: { fill: string; background: string },
  { left, top, width, height }: Box,
): void {
  context.fillStyle = never.background;
  context.fillRect(left, top, width, height);
  context.strokeStyle = never.fill;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, Math.max(0, width - 1), height - 1);
  const arm = Math.min(3, width / 2 - 1.5);
  if (arm < 1) return;
  const middle = { x: left + width / 2, y: top + height / 2 };
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(middle.x - arm, middle.y - arm);
  context.lineTo(middle.x + arm, middle.y + arm);
  context.moveTo(middle.x + arm, middle.y - arm);
  context.lineTo(middle.x - arm, middle.y + arm);
  context.stroke();
}

/** 1 to 4: a tenth as many states are one step paler, since a few cells have most of them. */
function level(states: number, most: number): number {
  return Math.max(1, Math.min(4, 4 + Math.round(Math.log10(states / most))));
}

function outline(
  { context }: Painter,
  { row, column }: HeatCell,
  width: number,
  colour: string,
  lineWidth: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = lineWidth;
  const left = heatLabels + column * width;
  context.strokeRect(left, heatHead + row * heatRow, Math.max(2, width), heatRow);
}
