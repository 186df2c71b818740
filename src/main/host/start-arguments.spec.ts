import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { maxOpenSources } from '../../shared/limits.ts';
import { directoriesIn, parseStartArguments } from './start-arguments.ts';

const cwd = resolve('/data');

test('directories are relative to where the command was given', () => {
  expect(parseStartArguments(['shop', '--port', '8080', resolve('/other'), '--no-open'], cwd)).toEqual({
    directories: [resolve('/data/shop'), resolve('/other')],
    port: 8080,
    openBrowser: false,
  });
  expect(parseStartArguments([], cwd)).toEqual({ directories: [], port: 0, openBrowser: true });
});

test('what stands behind -- is a directory, whatever it looks like', () => {
  expect(parseStartArguments(['--', '--port'], cwd).directories).toEqual([resolve('/data/--port')]);
});

test('a wrong option or port is named', () => {
  expect(() => parseStartArguments(['--prot', '1'], cwd)).toThrow('--prot');
  for (const port of ['', 'x', '-1', '65536', '1.5']) {
    expect(() => parseStartArguments([`--port=${port}`], cwd)).toThrow(/port/);
  }
  expect(() => parseStartArguments(['--port'], cwd)).toThrow(/port/);
});

test('there are not more directories than can be open', () => {
  const many = Array.from({ length: maxOpenSources + 1 }, (_, index) => `d${index}`);
  expect(() => parseStartArguments(many, cwd)).toThrow(String(maxOpenSources));
  expect(directoriesIn(many, cwd)).toHaveLength(maxOpenSources);
});

test("a desktop's switches are not directories", () => {
  expect(directoriesIn(['--enable-logging', 'shop', ''], cwd)).toEqual([resolve('/data/shop')]);
});
