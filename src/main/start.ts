import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';
import { registerScheme } from './electron/scheme.ts';
import { dataDirectory } from './host/data-directory.ts';

/**
 * What has to happen before Electron is ready. Electron does not wait for an ES module in every way it can be
 * started, so this is built as CommonJS (out/preload/start.cjs) and the rest is loaded from here.
 */

registerScheme();

// Chromium's own files apart from ours; the lock of the single instance lies there too.
const userData = join(dataDirectory(), 'electron');
mkdirSync(userData, { recursive: true });
app.setPath('userData', userData);

// macOS: a directory dropped on the icon starts the app and is then an argument like any other.
app.on('open-file', (_event, path) => process.argv.push(path));

const main = pathToFileURL(join(__dirname, '..', 'main', 'index.js'));
import(/* @vite-ignore */ main.href).catch((error: unknown) => {
  console.error('walscope: the app could not be started', error);
  app.exit(2);
});
