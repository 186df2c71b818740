import type { CommandSpec } from './command.ts';
import { status } from './reply.ts';

/** The HELP of a command with subcommands. */
export function helpOf(container: string, lines: readonly string[]): CommandSpec {
  const all = [
    `${container} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`,
    ...lines,
    'HELP',
    '    Prints this help.',
  ];
  return {
    name: 'help',
    arity: 2,
    flags: 'loading stale',
    since: '5.0.0',
    summary: 'What the subcommands do',
    run: () => all.map(status),
  };
}
