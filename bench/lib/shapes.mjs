/**
 * What is stored, and how much of each workload is run. A budget in ms ends a workload that is slow before its
 * number of operations is reached; figures are rates, so both ends are comparable.
 *
 * @typedef {object} Shape
 * @property {string} id
 * @property {string} title
 * @property {number} keys
 * @property {number} keyBytes
 * @property {number} valueBytes
 * @property {number} writers concurrent callers of the group commit workload
 * @property {number} durableBudgetMs
 * @property {number} relaxedBudgetMs
 * @property {number} readBudgetMs
 * @property {number} stallBudgetMs how long writers go on at most while a compaction runs
 * @property {number} respCommands of redis-benchmark in each of its runs, about
 * @property {number[]} growth numbers of keys at which the cost of one set is taken
 */

const keyBytes = 16;

/** @type {Readonly<Record<string, Shape>>} */
const full = {
  small: {
    id: 'small',
    title: '1 M keys of 16 B, values of 100 B',
    keys: 1_000_000,
    keyBytes,
    valueBytes: 100,
    writers: 256,
    durableBudgetMs: 1_000,
    relaxedBudgetMs: 4_000,
    readBudgetMs: 2_000,
    stallBudgetMs: 2_500,
    respCommands: 120_000,
    growth: [10_000, 100_000, 1_000_000],
  },
  large: {
    id: 'large',
    title: '100 k keys of 16 B, values of 1 KiB',
    keys: 100_000,
    keyBytes,
    valueBytes: 1024,
    writers: 256,
    durableBudgetMs: 1_000,
    relaxedBudgetMs: 4_000,
    readBudgetMs: 2_000,
    stallBudgetMs: 2_500,
    respCommands: 120_000,
    growth: [],
  },
};

const quickBudgets = {
  durableBudgetMs: 200,
  relaxedBudgetMs: 400,
  readBudgetMs: 400,
  stallBudgetMs: 1_500,
  respCommands: 20_000,
};

/** @type {Readonly<Record<string, Shape>>} */
const quick = {
  small: {
    ...full.small,
    ...quickBudgets,
    title: '100 k keys of 16 B, values of 100 B',
    keys: 100_000,
    growth: [10_000, 100_000],
  },
  large: { ...full.large, ...quickBudgets, title: '10 k keys of 16 B, values of 1 KiB', keys: 10_000 },
};

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Shape[]}
 */
export function shapesFor(options) {
  const scale = options.quick ? quick : full;
  return options.shapes.map((id) => {
    const shape = scale[id];
    return options.full && shape.growth.length > 0
      ? { ...shape, growth: [...shape.growth, 10_000_000] }
      : shape;
  });
}
