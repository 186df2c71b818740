import { absoluteRows, goalHead, goalRows, growthTable, missedBecause } from './tables.mjs';

/** @param {string[][]} rows the first is the head */
export function drawTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  const [head, ...rest] = rows.map(line);
  return [head, widths.map((width) => '─'.repeat(width)).join('  '), ...rest].join('\n');
}

/**
 * @param {import('./rounds.mjs').ShapeRun} run
 * @param {Map<string, import('../peers/index.mjs').Contender>} contenders
 * @param {(text: string) => void} print
 */
export function printRun(run, contenders, print) {
  const rows = goalRows(run, contenders);
  print(`\n${run.shape.title}\n`);
  if (rows.length > 0) print(`${drawTable([goalHead, ...rows.map((row) => row.cells)])}\n`);
  const titles = [...contenders.values()].map((who) => who.title);
  print(drawTable([['median of the rounds', ...titles], ...absoluteRows(run, contenders)]));
  const growth = growthTable(run);
  if (growth !== null) print(`\n${drawTable(growth)}`);
  for (const { what, why } of missedBecause(rows)) print(`\n${what.join('; ')}: ${why}`);
  for (const { workload, contender, round, reason } of run.failures) {
    print(`\nfailed: ${workload} of ${contender} in round ${round}: ${reason}`);
  }
}

/** One line that is overwritten where there is a terminal; where there is none, no more than a line a round. */
export function progressLine() {
  const { stderr } = process;
  const write = (text) => {
    if (stderr.isTTY) stderr.write(`\r\x1b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
  };
  const note = (text) => {
    if (!stderr.isTTY) stderr.write(`${text}\n`);
  };
  return { show: write, note, clear: () => write('') };
}
