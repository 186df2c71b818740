import { renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Screen coordinates of the window in px; `x`, `y` absent = wherever the system puts it. */
const windowState = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const defaultState: WindowState = { width: 1440, height: 900, maximized: false };

/** At least this much of the window must be on some screen, or it could not be taken hold of. */
const graspPx = 80;

export async function readWindowState(dataDirectory: string): Promise<WindowState> {
  try {
    return windowState.parse(JSON.parse(await readFile(stateFile(dataDirectory), 'utf8')));
  } catch {
    // Missing at the first start; broken is as good as missing.
    return defaultState;
  }
}

/** Synchronous: the process may be gone before a promise would resolve. */
export function writeWindowState(dataDirectory: string, state: WindowState): void {
  const file = stateFile(dataDirectory);
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(state));
  renameSync(temporary, file);
}

/** The state without its position when the screen it was on is gone. */
export function withinScreens(state: WindowState, screens: readonly Rectangle[]): WindowState {
  const { x, y, ...rest } = state;
  if (x === undefined || y === undefined) return rest;
  const visible = screens.some(
    (screen) =>
      overlap(x, state.width, screen.x, screen.width) >= graspPx &&
      overlap(y, state.height, screen.y, screen.height) >= graspPx,
  );
  return visible ? state : rest;
}

function overlap(from: number, length: number, otherFrom: number, otherLength: number): number {
  return Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);
}

function stateFile(dataDirectory: string): string {
  return join(dataDirectory, 'window.json');
}
