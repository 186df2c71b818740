import { count } from './arguments.ts';
import type { OptionLine } from './command-table.ts';

/** What every command understands. */
export const commonOptionLines: readonly OptionLine[] = [
  { flags: '--version', description: 'print the version' },
  { flags: '--json', description: 'machine-readable output on standard output' },
  { flags: '--base64', description: 'keys and values in arguments and output are base64' },
  { flags: '--db <n>', description: 'a numbered database; 0 unless said', parse: count('--db') },
  { flags: '--read-only', description: 'change nothing in the directory' },
];
