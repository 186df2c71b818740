import { type CommandLine, commandLines, type OptionLine } from './command-table.ts';
import { commonOptionLines } from './common-options.ts';

/** The manual page walscope(1), in the man macros of roff, made of the table that the command line is made of. */
export function manPage(): string {
  const lines = [
    '.TH WALSCOPE 1 "" "Walscope" "User Commands"',
    '.SH NAME',
    'walscope \\- open, check, edit, convert and recover data directories',
    '.SH SYNOPSIS',
    '.B walscope',
    '.RI [ options ]',
    '.I command',
    '.RI [ arguments ]',
    '.SH DESCRIPTION',
    ...description.map(text),
    '.SH OPTIONS',
    'Every command understands these.',
    ...commonOptionLines.flatMap(optionItem),
    '.TP',
    '.B \\-\\-help',
    text('print what can be said; of a command, what it takes'),
    '.TP',
    '.B \\-\\-',
    text('ends the options: what follows is an argument, whatever it begins with'),
    '.SH COMMANDS',
    ...commandLines.flatMap(commandSection),
    '.SH EXIT STATUS',
    ...exitCodes.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, text(meaning)]),
    '.SH EXAMPLES',
    ...commandLines.flatMap(({ examples }) =>
      examples.flatMap(({ line, does }) => ['.TP', `.B ${text(`walscope ${line}`)}`, text(does)]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const description = [
  'Looks into the data directories of storage engines: its own, those of Redis and Valkey (RDB and append-only files),',
  'Bitcask, MiniRedis, and single append-only logs. The format is told by what is in the directory.',
  '.PP',
  'Commands that only read change nothing in a directory: no byte, no name, no time stamp, no lock file.',
];

const exitCodes: readonly (readonly [string, string])[] = [
  ['0', 'done'],
  ['1', 'done, and the answer is no: damage was found, a key is not there, something had to be skipped'],
  ['2', 'could not; one line on standard error says what to do'],
];

function commandSection({ usage, description: does, options = [] }: CommandLine): string[] {
  const [name, ...places] = usage.split(' ');
  const heading = [name, ...places.map(placeText)].join(' ');
  return [`.SS "${text(heading)}"`, text(sentence(does)), ...options.flatMap(optionItem)];
}

/** `<dir>` → DIR, `[dir]` → [DIR], `<keys...>` → KEYS… */
function placeText(place: string): string {
  const word = place.slice(1, -1).replace('...', '').toUpperCase();
  const several = place.includes('...') ? ' ...' : '';
  return place.startsWith('[') ? `[${word}]` : `${word}${several}`;
}

function optionItem({ flags, description: does, choices }: OptionLine): string[] {
  const [name, value] = flags.split(' ');
  const shown = value === undefined ? text(name!) : `${text(name!)} " " ${text(value.slice(1, -1))}`;
  const among = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return ['.TP', `.BI ${shown}`, text(`${does}${among}`)];
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Roff takes a dash for a hyphen, a backslash for a command, and a line that begins with a dot for a request. */
function text(line: string): string {
  if (line === '.PP') return line;
  return line.replaceAll('…', '...').replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&');
}
