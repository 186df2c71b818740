import { type CommandLine, commandLines, type OptionLine } from '../command-table.ts';
import { commonOptionLines } from '../common-options.ts';

/** What stands at a place of the command line, as far as a shell can help with it. */
export type Expected = 'directory' | 'file' | 'key' | 'nothing' | readonly string[];

export interface GrammarOption {
  /** With its dashes: `--limit`. */
  name: string;
  description: string;
  /** null for one that takes no value. */
  value: Expected | null;
}

export interface GrammarCommand {
  name: string;
  description: string;
  /** What stands at each place behind the command; the last one repeats where `repeats` says so. */
  places: readonly Expected[];
  repeats: boolean;
  options: readonly GrammarOption[];
}

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const places: Record<string, Expected> = {
  dir: 'directory',
  path: 'file',
  src: 'file',
  dst: 'directory',
  url: 'nothing',
  file: 'file',
  key: 'key',
  'keys...': 'key',
  value: 'nothing',
  shell: shells,
};

/** The command line as completion sees it; made of the table that commander is fed with. */
export const grammar: { commands: readonly GrammarCommand[]; common: readonly GrammarOption[] } = {
  commands: commandLines.map(commandOf),
  common: [
    ...commonOptionLines.map(optionOf),
    { name: '--help', description: 'print what can be said', value: null },
  ],
};

function commandOf({ usage, description, options = [] }: CommandLine): GrammarCommand {
  const [name, ...places] = usage.split(' ');
  return {
    name: name!,
    description,
    places: places.map(placeOf),
    repeats: usage.endsWith('...>'),
    options: options.map(optionOf),
  };
}

function placeOf(place: string): Expected {
  const name = place.slice(1, -1);
  const expected = places[name];
  if (expected === undefined) throw new Error(`Completion does not know what <${name}> is.`);
  return expected;
}

function optionOf({ flags, description, choices }: OptionLine): GrammarOption {
  const [name, value] = flags.split(' ');
  return { name: name!, description, value: value === undefined ? null : (choices ?? expectedOf(value)) };
}

function expectedOf(value: string): Expected {
  if (value === '<dir>') return 'directory';
  return value === '<file>' ? 'file' : 'nothing';
}

/** Every option that takes a value, whatever the command. */
export function optionsWithValue(): readonly string[] {
  const all = [...grammar.common, ...grammar.commands.flatMap(({ options }) => options)];
  return [...new Set(all.filter(({ value }) => value !== null).map(({ name }) => name))].sort();
}
