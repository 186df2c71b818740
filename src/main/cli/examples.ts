import type { CommandLine } from './command-table.ts';

/** A command's examples as its help ends with them: the lines to type, and beside each what it does. */
export function examplesText({ examples }: Pick<CommandLine, 'examples'>): string {
  const lines = examples.map(({ line, does }) => ({ typed: `walscope ${line}`, does }));
  const width = Math.max(...lines.map(({ typed }) => typed.length));
  return ['Examples:', ...lines.map(({ typed, does }) => `  ${typed.padEnd(width)}  ${does}`)].join('\n');
}
