/**
 * What is measured. A workload is one or more steps, each run in a process of its own; the figures are those of the
 * last. `store` says which directory it works in: workloads that share one run one after another on the same data.
 *
 * @typedef {object} Context
 * @property {string} directory the contender's
 * @property {string} dataset
 * @property {import('../lib/shapes.mjs').Shape} shape
 *
 * @typedef {object} Step
 * @property {string} name of its module here
 * @property {boolean} [killed] it ends itself with SIGKILL
 *
 * @typedef {object} Workload
 * @property {string} id
 * @property {string} title
 * @property {string} measure the figure that ratios are made of
 * @property {'rate' | 'time'} kind
 * @property {string} store
 * @property {boolean} [fresh] begins with an empty directory
 * @property {string[]} [only] contenders, where the others have no such thing
 * @property {string[]} [shapes] those it is for; all unless said
 * @property {string} [beside] taken only where this contender takes part
 * @property {Step[]} steps
 */

/** @type {Workload[]} */
export const workloads = [
  {
    id: 'durable-many',
    title: 'durable sets, 256 concurrent writers',
    measure: 'opsPerSecond',
    kind: 'rate',
    store: 'durable-many',
    fresh: true,
    steps: [{ name: 'durable-many' }],
  },
  {
    id: 'durable-one',
    title: 'durable sets, one writer',
    measure: 'opsPerSecond',
    kind: 'rate',
    store: 'durable-one',
    fresh: true,
    shapes: ['small'],
    steps: [{ name: 'durable-one' }],
  },
  {
    id: 'load',
    title: 'sets, not waiting for the disk',
    measure: 'opsPerSecond',
    kind: 'rate',
    store: 'store',
    fresh: true,
    steps: [{ name: 'load' }],
  },
  {
    id: 'gets',
    title: 'random gets, data in the OS cache',
    measure: 'opsPerSecond',
    kind: 'rate',
    store: 'store',
    steps: [{ name: 'gets' }],
  },
  {
    id: 'gets-without-cache',
    title: 'random gets, no cache of our own',
    measure: 'opsPerSecond',
    kind: 'rate',
    store: 'store',
    only: ['walscope'],
    steps: [{ name: 'gets-without-cache' }],
  },
  {
    id: 'gets-keys-on-disk',
    title: 'random gets, keys not kept in memory',
    measure: 'opsPerSecond',
    kind: 'rate',
    store: 'store',
    only: ['walscope'],
    steps: [{ name: 'gets-keys-on-disk' }],
  },
  {
    id: 'scan',
    title: 'ordered scan of all keys and values',
    measure: 'opsPerSecond',
    kind: 'rate',
    store: 'store',
    steps: [{ name: 'scan' }],
  },
  {
    id: 'open',
    title: 'clean open',
    measure: 'ms',
    kind: 'time',
    store: 'store',
    steps: [{ name: 'open' }],
  },
  {
    id: 'open-keys-on-disk',
    title: 'clean open, keys not kept in memory',
    measure: 'ms',
    kind: 'time',
    store: 'store',
    only: ['walscope'],
    steps: [{ name: 'open-keys-on-disk' }],
  },
  {
    id: 'open-crashed',
    title: 'open after a crash, no hint of the last segment',
    measure: 'ms',
    kind: 'time',
    store: 'crashed',
    fresh: true,
    only: ['walscope'],
    steps: [{ name: 'load-and-die', killed: true }, { name: 'open' }],
  },
  {
    id: 'open-without-hints',
    title: 'open after a crash, no hint of any segment',
    measure: 'ms',
    kind: 'time',
    store: 'crashed',
    fresh: true,
    only: ['walscope'],
    steps: [{ name: 'load-and-die', killed: true }, { name: 'drop-hints' }, { name: 'open' }],
  },
  {
    id: 'compaction',
    title: 'compaction of 50 % garbage',
    measure: 'ms',
    kind: 'time',
    store: 'store',
    steps: [{ name: 'compaction' }],
  },
  {
    id: 'stall',
    title: 'longest stall of the event loop while compacting at full write load',
    measure: 'stallMs',
    kind: 'time',
    store: 'stall',
    fresh: true,
    only: ['walscope'],
    steps: [{ name: 'load' }, { name: 'stall' }],
  },
  {
    id: 'growth',
    title: 'cost of one set as the store grows',
    measure: 'growth',
    kind: 'time',
    store: 'growth',
    fresh: true,
    only: ['walscope'],
    shapes: ['small'],
    steps: [{ name: 'growth' }],
  },
  {
    id: 'resp',
    title: "Redis's protocol: SET, always, 16 pipelined",
    measure: 'durablePipelinedPerSecond',
    kind: 'rate',
    store: 'resp',
    fresh: true,
    only: ['walscope', 'redis'],
    shapes: ['small'],
    beside: 'redis',
    steps: [{ name: 'resp' }],
  },
];
