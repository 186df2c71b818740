import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataDirectory } from './data-directory.ts';

const home = join('/', 'home', 'ada');

test('each system has its own place for it', () => {
  expect(dataDirectory({}, 'linux', home)).toBe(join(home, '.config', 'walscope'));
  expect(dataDirectory({ XDG_CONFIG_HOME: join('/', 'cfg') }, 'linux', home)).toBe(
    join('/', 'cfg', 'walscope'),
  );
  expect(dataDirectory({}, 'darwin', home)).toBe(join(home, 'Library', 'Application Support', 'Walscope'));
  expect(dataDirectory({ APPDATA: join('/', 'roam') }, 'win32', home)).toBe(join('/', 'roam', 'Walscope'));
});

test('another place can be named', () => {
  expect(dataDirectory({ WALSCOPE_DATA: '/elsewhere' }, 'linux', home)).toBe('/elsewhere');
});
