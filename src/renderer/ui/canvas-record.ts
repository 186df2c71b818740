import type { RecordState } from '../../shared/model.ts';
import type { CanvasTheme } from './canvas-theme.ts';

export interface Block {
  left: number;
  top: number;
  width: number;
  height: number;
}

const patterns = new Map<string, CanvasPattern>();
const maxPatterns = 64;

/** The hatch that means "in the OS cache", in `color`. */
export function hatch(context: CanvasRenderingContext2D, color: string): CanvasPattern | string {
  const known = patterns.get(color);
  if (known) return known;
  const step = 5;
  const tile = document.createElement('canvas');
  tile.width = step;
  tile.height = step;
  const pen = tile.getContext('2d');
  if (!pen) return color;
  pen.strokeStyle = color;
  pen.lineWidth = 1.4;
  pen.beginPath();
  for (const shift of [-step, 0, step]) {
    pen.moveTo(shift, step);
    pen.lineTo(shift + step, 0);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  if (!pattern) return color;
  if (patterns.size >= maxPatterns) patterns.clear();
  patterns.set(color, pattern);
  return pattern;
}

/** One record: its state by shape as well as by hue, its durability by fill. */
export function drawRecordBlock(
  context: CanvasRenderingContext2D,
  theme: CanvasTheme,
  state: RecordState,
  durable: boolean,
  block: Block,
): void {
  const { fill, background } = theme.states[state];
  if (state === 'live') drawLive(context, theme, fill, durable, block);
  else {
    context.fillStyle = background;
    context.fillRect(block.left, block.top, block.width, block.height);
    if (!durable) {
      context.fillStyle = hatch(context, fill);
      context.fillRect(block.left, block.top, block.width, block.height);
    }
    frame(context, fill, block);
    mark(context, state, fill, block);
  }
}

function drawLive(
  context: CanvasRenderingContext2D,
  theme: CanvasTheme,
  fill: string,
  durable: boolean,
  block: Block,
): void {
  context.fillStyle = durable ? fill : theme.surface;
  context.fillRect(block.left, block.top, block.width, block.height);
  if (durable) return;
  context.globalAlpha = 0.4;
  context.fillStyle = fill;
  context.fillRect(block.left, block.top, block.width, block.height);
  context.globalAlpha = 1;
  context.fillStyle = hatch(context, fill);
  context.fillRect(block.left, block.top, block.width, block.height);
  frame(context, fill, block);
}

function frame(context: CanvasRenderingContext2D, color: string, block: Block): void {
  if (block.width < 3) {
    context.fillStyle = color;
    context.fillRect(block.left, block.top, 1, block.height);
    return;
  }
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.strokeRect(block.left + 0.5, block.top + 0.5, block.width - 1, block.height - 1);
}

function mark(context: CanvasRenderingContext2D, state: RecordState, color: string, block: Block): void {
  const { left, top, width, height } = block;
  context.fillStyle = color;
  context.strokeStyle = color;
  if (state === 'deleted')
    context.fillRect(left + 1, top + Math.round(height / 2) - 1, Math.max(1, width - 2), 2);
  if (state === 'expired') {
    const x = left + Math.max(1, Math.floor(width / 2) - 1);
    for (let y = top + 3; y < top + height - 2; y += 4) context.fillRect(x, y, 2, 2);
  }
  if (state === 'damaged') cross(context, block);
  if (state === 'torn') tornEdge(context, block);
}

function cross(context: CanvasRenderingContext2D, { left, top, width, height }: Block): void {
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(left + 1, top + 1);
  context.lineTo(left + width - 1, top + height - 1);
  context.moveTo(left + width - 1, top + 1);
  context.lineTo(left + 1, top + height - 1);
  context.stroke();
}

function tornEdge(context: CanvasRenderingContext2D, { left, top, width, height }: Block): void {
  const bite = Math.min(4, Math.max(1, width / 3));
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(left + width - bite, top);
  for (let y = top, inward = false; y < top + height; y += 4, inward = !inward) {
    context.lineTo(left + width - (inward ? bite : 0), Math.min(top + height, y + 4));
  }
  context.lineTo(left, top + height);
  context.closePath();
  context.fill();
}
