import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultState, readWindowState, withinScreens, writeWindowState } from './window-state.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'walscope-window-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const screen = { x: 0, y: 0, width: 1920, height: 1080 };

test('what is written is read again', async () => {
  const state = { x: 10, y: 20, width: 1200, height: 800, maximized: true };
  writeWindowState(directory, state);
  expect(await readWindowState(directory)).toEqual(state);
});

test('a missing or broken file gives the default', async () => {
  expect(await readWindowState(directory)).toEqual(defaultState);
  for (const broken of ['', '{', '{"width":"wide"}', 'null']) {
    writeFileSync(join(directory, 'window.json'), broken);
    expect(await readWindowState(directory)).toEqual(defaultState);
  }
});

test('a window that can be seen stays where it was', () => {
  const state = { x: 1800, y: 900, width: 1200, height: 800, maximized: false };
  expect(withinScreens(state, [screen])).toEqual(state);
});

test('a window on a screen that is gone keeps its size only', () => {
  const state = { x: 3000, y: 20, width: 1200, height: 800, maximized: false };
  expect(withinScreens(state, [screen])).toEqual({ width: 1200, height: 800, maximized: false });
  expect(withinScreens(state, [screen, { ...screen, x: 1920 }])).toEqual(state);
});
