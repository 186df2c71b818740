import { workloads } from '../workloads/index.mjs';
import { explanations } from './explanations.mjs';
import { goals, measured, reached, series } from './goals.mjs';
import { absolute, inUnit, short, withSpread } from './numbers.mjs';
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
        goal.stretch === null ? limit(goal.goal) : `${limit(goal.goal)} / ${limit(goal.stretch)}`,
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
  ['load', 'diskPerLive', 'bytes on the disk per live byte, after load'],
  ['compaction', 'diskPerLive', 'bytes on the disk per live byte, after compaction'],
  ['load', 'writeAmplification', 'bytes to the disk per byte stored, sets not waiting'],
  ['open', 'rssBytes', 'RSS after open'],
  ['gets', 'rssBytes', 'RSS after all gets, the data set of the benchmark included'],
  ['open-without-hints', 'rssBytes', 'RSS after an open that reads the whole log'],
  ['open', 'heldPerKey', 'held in the heap and beside it after a clean open, per key'],
  ['open-without-hints', 'heldPerKey', 'the same after an open that reads the whole log'],
  ['open-keys-on-disk', 'heldPerKey', 'the same, keys not kept in memory'],
  ['open-keys-on-disk', 'rssBytes', 'RSS after an open that keeps no keys in memory'],
  ['open', 'stallMs', 'longest stall while opening'],
  ['durable-many', 'writeAmplification', 'bytes to the disk per byte stored, 256 durable writers'],
  ['durable-many', 'stallMs', 'longest stall, 256 durable writers'],
  ['load', 'stallMs', 'longest stall, sets not waiting'],
  ['load', 'gcLongestMs', 'longest pause of the garbage collector, sets not waiting'],
  ['stall', 'compactionStallMs', 'longest stall while compacting at full write load'],
  ['stall', 'snapshotStallMs', 'longest stall during a snapshot at full write load'],
  ['stall', 'opsPerSecond', 'durable sets meanwhile'],
  ['stall', 'gcLongestMs', 'longest pause of the garbage collector meanwhile'],
  ['resp', 'durablePerSecond', "Redis's protocol: SET, always"],
  ['resp', 'everysecPipelinedPerSecond', "Redis's protocol: SET, everysec, 16 pipelined"],
  ['resp', 'getPipelinedPerSecond', "Redis's protocol: GET, 16 pipelined"],
];

const growing = [
  ['ns', 'one set'],
  ['heldPerKey', "memory per key above the key's own bytes, buffers for writing included"],
  ['rssBytes', 'RSS, the data set of the benchmark included'],
  ['stallMs', 'longest stall of the event loop'],
  ['gcLongestMs', 'longest pause of the garbage collector'],
  ['writeAmplification', 'bytes to the disk per byte stored'],
  ['diskPerLive', 'bytes on the disk per live byte'],
];

/** How Walscope's figures grow with the keys: a column for each size. null where it was not measured. */
export function growthTable({ results, shape }) {
  const cellsOf = (measure) =>
    shape.growth.map((size) => {
      const value = figure(series(results, 'growth', 'walscope', `${measure}${size}`));
      return value === null ? '–' : absolute(value.median, measure);
    });
  const rows = growing.map(([measure, title]) => [title, ...cellsOf(measure)]);
  if (rows.every(([, ...cells]) => cells.every((cell) => cell === '–'))) return null;
  return [['random overwrites', ...shape.growth.map((size) => `${short(size)} keys`)], ...rows];
}

/**
 * Why goals were missed, where a profile has said; those with the same reason together.
 *
 * @returns {{what: string[], why: string}[]}
 */
export function missedBecause(rows) {
  const byReason = new Map();
  for (const { goal, reached: verdict, cells } of rows) {
    const why = explanations[goal.id];
    if (verdict !== 'missed' || why === undefined) continue;
    const what = cells[1] ? `${cells[0]}, ${cells[1]}` : cells[0];
    byReason.set(why, [...(byReason.get(why) ?? []), what]);
  }
  return [...byReason].map(([why, what]) => ({ what, why }));
}
