import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { menuSections } from './menu-items.ts';

const commands = menuSections.flatMap(({ entries }) =>
  entries.flatMap((entry) => (typeof entry === 'object' && 'command' in entry ? [entry] : [])),
);

test('no command and no accelerator stands in the menu twice', () => {
  const ids = commands.map(({ command }) => command);
  const accelerators = commands.flatMap(({ accelerator }) => accelerator ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(accelerators).size).toBe(accelerators.length);
});

test('every command of the menu is one that the renderer knows', () => {
  const renderer = join(import.meta.dirname, '..', '..', 'renderer');
  const source = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(renderer, file), 'utf8'))
    .join('\n');
  expect(commands.filter(({ command }) => !source.includes(`id: '${command}'`))).toEqual([]);
});
