import { expect, test } from 'vitest';
import { reasonForWeb } from './host-choice.mjs';

const desktop = { platform: 'linux', display: true, root: false, wantsWeb: false };

test('Electron where a window can be seen', () => {
  expect(reasonForWeb(desktop)).toBeNull();
  expect(reasonForWeb({ ...desktop, platform: 'darwin', display: true })).toBeNull();
  expect(reasonForWeb({ ...desktop, platform: 'win32', root: false })).toBeNull();
});

test('the browser where there is no display, as root, or as asked', () => {
  expect(reasonForWeb({ ...desktop, display: false })).toMatch(/display/);
  expect(reasonForWeb({ ...desktop, root: true })).toMatch(/root/);
  expect(reasonForWeb({ ...desktop, wantsWeb: true })).toMatch(/asked/);
});
