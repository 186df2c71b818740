import { figure, ratio } from './statistics.mjs';

/**
 * What is to be reached. A goal against a peer is a ratio of the same round; one against nobody is a figure of ours.
 * `atLeast` goals are met from below, `atMost` goals from above.
 *
 * @typedef {object} Goal
 * @property {string} id
 * @property {string} what
 * @property {string} [peer]
 * @property {string} [note] what the peer does instead, where it differs
 * @property {string} workload
 * @property {string} [peerWorkload] ours unless said
 * @property {string} measure
 * @property {'atLeast' | 'atMost'} direction
 * @property {number} goal
 * @property {number | null} stretch
 * @property {'ratio' | 'bytes' | 'ms'} unit
 * @property {string[]} [shapes] those it is about; all unless said
 * @property {(value: number, shape: import('./shapes.mjs').Shape) => number} [adjust]
 */

const atLeast = (workload, peer, what, goal, stretch, note) => ({
  id: `${workload}/${peer}`,
  what,
  peer,
  note,
  workload,
  measure: 'opsPerSecond',
  direction: 'atLeast',
  goal,
  stretch,
  unit: 'ratio',
});

const resp = (measure, what, goal, stretch) => ({
  ...atLeast('resp', 'redis', `Redis's protocol, redis-benchmark: ${what}`, goal, stretch),
  id: `${measure}/redis`,
  measure,
});

const atMost = (workload, peer, what, goal, stretch, rest = {}) => ({
  id: `${workload}/${peer}`,
  what,
  peer,
  workload,
  measure: 'ms',
  direction: 'atMost',
  goal,
  stretch,
  unit: 'ratio',
  ...rest,
});

const own = (id, workload, measure, what, goal, stretch, unit, rest = {}) => ({
  id,
  what,
  workload,
  measure,
  direction: 'atMost',
  goal,
  stretch,
  unit,
  ...rest,
});

const aboveKey = (value, shape) => value - shape.keyBytes;

/** @type {Goal[]} */
export const goals = [
  atLeast('durable-many', 'sqlite', 'durable sets, 256 writers', 80, 150, 'FULL'),
  atLeast('durable-many', 'lmdb', 'durable sets, 256 writers', 7, 14, 'sync'),
  atLeast('durable-many', 'classic-level', 'durable sets, 256 writers', 8, 15, 'sync, 64 threads'),
  atLeast('durable-one', 'guide', 'durable sets, one writer', 1.2, 1.5, 'fsync'),
  atLeast('load', 'classic-level', 'sets, not waiting for the disk', 8, 12),
  atLeast('load', 'lmdb', 'sets, not waiting for the disk', 6, 9, 'no sync'),
  atLeast('gets', 'lmdb', 'random gets, data in the OS cache', 1.2, 2),
  atLeast('gets', 'classic-level', 'random gets, data in the OS cache', 2.4, 4),
  atLeast('gets', 'guide', 'random gets, data in the OS cache', 2.2, 3),
  atLeast('scan', 'lmdb', 'ordered scan of all', 1, 2),
  // Of a million keys: what a store of any size costs to open is in the figures of the other shape.
  atMost('open', 'redis', 'clean open', 1 / 25, 1 / 80, { note: 'loading its AOF', shapes: ['small'] }),
  atMost('open-crashed', 'redis', 'open after a crash, no hint of the last segment', 1 / 3, 1 / 6, {
    peerWorkload: 'open',
  }),
  atMost('open-crashed', 'guide', 'open after a crash, no hint of the last segment', 1 / 20, 1 / 40, {
    peerWorkload: 'open',
  }),
  atMost('open-without-hints', 'redis', 'open after a crash, no hint of any', 1 / 3, 1 / 6, {
    peerWorkload: 'open',
  }),
  atMost('open-without-hints', 'guide', 'open after a crash, no hint of any', 1 / 20, 1 / 40, {
    peerWorkload: 'open',
  }),
  atMost('compaction', 'classic-level', 'compaction of 50 % garbage', 1 / 1.8, 1 / 4, {
    note: 'compactRange',
  }),
  {
    ...atMost('load', 'classic-level', 'disk after load', 1.15, 1, { measure: 'diskBytes' }),
    id: 'disk/classic-level',
  },
  // After a replay, which lays out every entry: what a clean open has read lies packed until it is looked at.
  own(
    'memory',
    'open-without-hints',
    'heldPerKey',
    'memory per key above its own bytes, keys kept in memory',
    56,
    40,
    'bytes',
    { adjust: aboveKey, shapes: ['small'] },
  ),
  own(
    'memory-keys-on-disk',
    'open-keys-on-disk',
    'heldPerKey',
    'memory per key, keys not kept in memory',
    18,
    14,
    'bytes',
    { shapes: ['small'] },
  ),
  { ...atMost('open', 'redis', 'RSS after open', 1 / 2, 1 / 4, { measure: 'rssBytes' }), id: 'rss/redis' },
  own(
    'stall',
    'stall',
    'stallMs',
    'longest stall of the event loop, compaction or snapshot at full write load',
    20,
    8,
    'ms',
  ),
  own('growth', 'growth', 'growth', 'cost of one set, largest store against smallest', 1.5, 1.1, 'ratio', {
    shapes: ['small'],
  }),
  resp('durablePipelinedPerSecond', 'SET, always, 16 pipelined', 1.2, 2),
  resp('durablePerSecond', 'SET, always', 0.9, null),
  resp('everysecPipelinedPerSecond', 'SET, everysec, 16 pipelined', 1.4, null),
  resp('getPipelinedPerSecond', 'GET, 16 pipelined', 0.9, 1.3),
];

/**
 * @param {Goal} goal
 * @param {import('./rounds.mjs').ShapeRun} run
 * @returns {import('./statistics.mjs').Figure | null} null when this run did not measure it
 */
export function measured(goal, { results, shape }) {
  if (goal.shapes && !goal.shapes.includes(shape.id)) return null;
  const ours = series(results, goal.workload, 'walscope', goal.measure);
  if (goal.peer)
    return ratio(ours, series(results, goal.peerWorkload ?? goal.workload, goal.peer, goal.measure));
  return figure(
    ours.map((value) => (typeof value === 'number' && goal.adjust ? goal.adjust(value, shape) : value)),
  );
}

/** One figure of one contender, round by round. */
export function series(results, workload, contender, measure) {
  return (results.get(workload)?.get(contender) ?? []).map((figures) => figures?.[measure] ?? null);
}

/** @returns {'stretch' | 'goal' | 'missed'} */
export function reached(goal, { median }) {
  const beats = (limit) => (goal.direction === 'atLeast' ? median >= limit : median <= limit);
  if (goal.stretch !== null && beats(goal.stretch)) return 'stretch';
  return beats(goal.goal) ? 'goal' : 'missed';
}
