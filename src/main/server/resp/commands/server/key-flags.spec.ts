import { expect, it } from 'vitest';
import type { Command } from '../command.ts';
import { commands } from '../table.ts';
import { keyFlags } from './key-flags.ts';

const withKeys = ({ keys, findKeys, flags }: Command) => (keys || findKeys) && !flags.has('pubsub');

it('knows of each command with keys what it does to them', () => {
  const all = [...commands.values()].flatMap((command) => [command, ...command.subcommands.values()]);
  const named = all.filter(withKeys).map(({ fullName }) => fullName);
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((name) => keyFlags(name, [name, 'k'], true).length === 0)).toEqual([]);
});
