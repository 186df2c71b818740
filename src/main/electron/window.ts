import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { appOrigin } from './origin.ts';
import { readWindowState, withinScreens, writeWindowState } from './window-state.ts';

const minWidth = 1000;
const minHeight = 700;
/** The tab bar is the title bar on macOS: 36 px high, the lights in its middle. */
const trafficLights = { x: 12, y: 11 };
/** --surface of either theme, so that nothing flashes before the page is there. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#16181c' : '#ffffff');

let window: BrowserWindow | null = null;

/** Walscope has one window; directories are its tabs. */
export function currentWindow(): BrowserWindow | null {
  return window;
}

export async function createWindow(options: { outDirectory: string; dataDirectory: string }): Promise<void> {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const { maximized, ...bounds } = withinScreens(await readWindowState(options.dataDirectory), screens);
  const created = new BrowserWindow({
    ...bounds,
    minWidth,
    minHeight,
    show: false,
    title: 'Walscope',
    backgroundColor: background(),
    ...(process.platform === 'darwin'
      ? { titleBarStyle: 'hiddenInset', trafficLightPosition: trafficLights }
      : {}),
    webPreferences: {
      preload: join(options.outDirectory, 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  window = created;
  if (maximized) created.maximize();
  created.once('ready-to-show', () => created.show());
  created.on('close', () => remember(created, options.dataDirectory));
  created.on('closed', () => {
    window = null;
  });
  created.loadURL(`${appOrigin}/`).catch((error: Error) => {
    // Closed while it was loading: that is no failure.
    if (!created.isDestroyed()) console.error(`walscope: the page could not be loaded: ${error.message}`);
  });
}

/** Brings the window to the front, as when the app is started a second time. */
export function focusWindow(): void {
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

function remember(closing: BrowserWindow, dataDirectory: string): void {
  try {
    writeWindowState(dataDirectory, { ...closing.getNormalBounds(), maximized: closing.isMaximized() });
  } catch {
    // The size of a window is not worth an error message at the moment the app is left.
  }
}
