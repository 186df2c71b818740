import { workloads } from '../workloads/index.mjs';
import { explanations } from './explanations.mjs';
import { goals, measured, reached, series } from './goals.mjs';
import { absolute, inUnit, withSpread } from './numbers.mjs';
import { figure } from './statistics.mjs';

/** The tables of a run as rows of text; the terminal and the page draw the same rows. */

const sign = { atLeast: '≥', atMost: '≤' };
const verdicts = { stretch: 'stretch', goal: 'met', missed: 'missed' };

/**
 * @param {import('./rounds.mjs').ShapeRun} run
 * @param {Map<string, import('../peers/index.mjs').Contender>} contenders those that took part
 */
export function goalRows(run, contenders) {
  const rows = [];
  for (const goal of goals) {
    const value = measured(goal, run);
    if (value === null) continue;
    const limit = (at) => `${sign[goal.direction]} ${inUnit(at, goal.unit)}`;
    rows.push({
      goal,
      reached: reached(goal, value),
      cells: [
        goal.what,
        goal.peer
          ? `${contenders.get(goal.peer)?.title ?? goal.peer}${goal.note ? `, ${goal.note}` : ''}`
          : '',
        `${limit(goal.goal)} / ${limit(goal.stretch)}`,
        withSpread(value, goal.unit),
        verdicts[reached(goal, value)],
      ],
    });
  }
  return rows;
}

export const goalHead = ['what', 'against', 'goal / stretch', 'measured: median (least … most)', ''];

/** Each workload, each contender: the median of what it did. */
export function absoluteRows(run, contenders) {
  const rows = [];
  for (const workload of workloads) {
    const cells = [...contenders.keys()].map((id) => {
      const value = figure(series(run.results, workload.id, id, workload.measure));
      return value === null ? '–' : absolute(value.median, workload.measure);
    });
    if (cells.some((cell) => cell !== '–')) rows.push([workload.title, ...cells]);
  }
  for (const [workload, measure, title] of more) {
    const cells = [...contenders.keys()].map((id) => {
      const value = figure(series(run.results, workload, id, measure));
      return value === null ? '–' : absolute(value.median, measure);
    });
    if (cells.some((cell) => cell !== '–')) rows.push([title, ...cells]);
  }
  return rows;
}

const more = [
  ['load', 'diskBytes', 'disk after load'],
  ['open', 'rssBytes', 'RSS after open'],
  ['open', 'heldPerKey', 'held in the heap and beside it, per key'],
  ['open', 'stallMs', 'longest stall while opening'],
  ['durable-many', 'writeAmplification', 'bytes to the disk per byte stored, 256 durable writers'],
  ['durable-many', 'stallMs', 'longest stall, 256 durable writers'],
  ['load', 'stallMs', 'longest stall, sets not waiting'],
  ['load', 'gcLongestMs', 'longest pause of the garbage collector, sets not waiting'],
  ['stall', 'compactionStallMs', 'longest stall while compacting at full write load'],
  ['stall', 'snapshotStallMs', 'longest stall during a snapshot at full write load'],
  ['stall', 'opsPerSecond', 'durable sets meanwhile'],
  ['growth', 'ns10000', 'one set at 10 k keys'],
  ['growth', 'ns100000', 'one set at 100 k keys'],
  ['growth', 'ns1000000', 'one set at 1 M keys'],
  ['growth', 'ns10000000', 'one set at 10 M keys'],
];

/** Why a goal was missed, where a profile has said. */
export function missedBecause(rows) {
  return rows
    .filter((row) => row.reached === 'missed')
    .map((row) => ({ row, why: explanations[row.goal.id] ?? null }));
}
