import { resolve } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { maxOpenSources } from '../../shared/limits.ts';
import { directoriesIn } from '../host/start-arguments.ts';
import { emit } from './events.ts';
import { currentWindow, focusWindow } from './window.ts';

/** What a second start hands to the first one. */
const handedOver = z.object({ directories: z.array(z.string().max(4096)).max(maxOpenSources) });

/** Directories that were asked for before there was a page to tell. */
const early: string[] = [];

/**
 * Makes this the one Walscope of this data directory. False when another already runs: it has been told which
 * directories to open, and this one must quit.
 */
export function becomeOnlyInstance(): boolean {
  early.push(...directoriesIn(ownArguments(), process.cwd()));
  if (!app.requestSingleInstanceLock({ directories: early })) return false;
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const parsed = handedOver.safeParse(data);
    if (parsed.success) for (const directory of parsed.data.directories) openPath(directory);
    focusWindow();
  });
  // macOS: dropped on the icon, or opened from the Finder.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openPath(path);
  });
  return true;
}

/** The directories to open at start. */
export function openAtStart(): readonly string[] {
  return early;
}

function openPath(path: string): void {
  if (currentWindow()) emit('app.openPath', { path });
  else if (early.length < maxOpenSources) early.push(path);
}

/** What follows the program's name; started from a checkout, what follows the path of the app. */
function ownArguments(): string[] {
  const given = process.argv.slice(1);
  if (!process.defaultApp) return given;
  const path = app.getAppPath();
  return given.slice(given.findIndex((argument) => resolve(argument) === path) + 1);
}
