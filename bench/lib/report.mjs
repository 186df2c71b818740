import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawChart } from './chart.mjs';
import { markdownTable, writeSection } from './markdown.mjs';
import { absoluteRows, goalHead, goalRows, growthTable, missedBecause } from './tables.mjs';

const docs = join(import.meta.dirname, '..', '..', 'docs');
export const page = join(docs, 'benchmark.md');

/**
 * @typedef {object} Report
 * @property {import('./rounds.mjs').ShapeRun[]} runs
 * @property {Map<string, import('../peers/index.mjs').Contender>} contenders
 * @property {Map<string, string>} versions
 * @property {{id: string, reason: string}[]} skipped
 * @property {ReturnType<typeof import('./machine.mjs').describeMachine>} machine
 * @property {number} fsyncMicroseconds
 * @property {string} command
 * @property {import('./options.mjs').Options} options
 * @property {Date} date
 */

/** @param {Report} report */
export function writeReport(report) {
  mkdirSync(join(docs, 'images'), { recursive: true });
  writeFileSync(join(docs, 'images', 'benchmark.svg'), drawChart(report.runs, report.contenders));
  writeSection(
    page,
    'run',
    [header(report), contendersTable(report), ...report.runs.map((run) => shapeSection(run, report))].join(
      '\n\n',
    ),
  );
}

/** The growth alone, of a run of its own: it may be of another machine. @param {Report} report */
export function writeGrowth(report) {
  const tables = report.runs.map(growthTable).filter((table) => table !== null);
  writeSection(page, 'growth', [runLine(report), ...tables.map(markdownTable)].join('\n\n'));
}

/** @param {Report} report */
function runLine({ machine, command, date, options, fsyncMicroseconds }) {
  return `\`${command}\` on ${date.toISOString().slice(0, 10)}, ${options.rounds} rounds.
${machine.processor}, ${machine.memory} of memory, ${machine.system}, ${machine.fileSystem}, Node ${machine.node}. A small append with its fdatasync took ${fsyncMicroseconds.toFixed(0)} µs in the median.`;
}

/** @param {Report} report */
function header(report) {
  const left = report.skipped.map(({ id, reason }) => `${id}: ${reason}`).join('; ');
  return `${runLine(report)}${left ? `\nLeft out: ${left}.` : ''}

![Ratios against the peers, with goals](images/benchmark.svg)`;
}

/** @param {Report} report */
function contendersTable({ contenders, versions }) {
  const rows = [...contenders.values()].map((who) => [
    who.title,
    versions.get(who.id) ?? '',
    who.durable,
    who.relaxed,
    who.reads,
  ]);
  return `### Who took part, and what a write means\n\n${markdownTable([
    ['', 'version', 'durable', 'not waiting for the disk', 'reads'],
    ...rows,
  ])}`;
}

/** @param {import('./rounds.mjs').ShapeRun} run @param {Report} report */
function shapeSection(run, { contenders }) {
  const rows = goalRows(run, contenders);
  const titles = [...contenders.values()].map((who) => who.title);
  const missed = missedBecause(rows);
  const parts = [
    `### ${run.shape.title}`,
    markdownTable([goalHead, ...rows.map((row) => row.cells)]),
    ...(missed.length === 0 ? [] : [missedList(missed)]),
    markdownTable([['median of the rounds', ...titles], ...absoluteRows(run, contenders)]),
  ];
  const growth = growthTable(run);
  if (growth !== null) parts.push(markdownTable(growth));
  if (run.failures.length > 0) {
    parts.push(
      run.failures
        .map((one) => `Failed: ${one.workload} of ${one.contender}, round ${one.round}: ${one.reason}`)
        .join('\n'),
    );
  }
  return parts.join('\n\n');
}

const missedList = (missed) =>
  `Missed, and why:\n\n${missed.map(({ what, why }) => `- **${what.join('; ')}**: ${why}`).join('\n')}`;
