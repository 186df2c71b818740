// @ts-check
import { setTimeout as pause } from 'node:timers/promises';
import { maxUntold } from './check.mjs';
import { callers, Load, Model, prefixOf } from './load.mjs';
import { Random } from './random.mjs';
import { Reporter } from './reporter.mjs';

/**
 * A process that writes to a store from many callers until it is killed or told to stop, reads what it has written,
 * and takes snapshots meanwhile. It tells of calls that were acknowledged, of its memory, and of what went wrong.
 */

/** @typedef {{ library: string, directory: string, round: import('./load.mjs').Round, options: object }} Orders */

const memoryEveryMs = 1000;
const maintenanceEveryMs = [500, 4000];
/** One read in so many calls, and one scan of all keys of a caller in so many. */
const callsPerRead = 3;
const callsPerScan = 500;

let stopped = false;

/** @param {object} message */
const send = (message) =>
  /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      process.send?.(message, (/** @type {Error | null} */ error) => (error ? reject(error) : resolve()));
    })
  );

/** @param {Orders} orders */
async function write({ library, directory, round, options }) {
  const { EditedValues, open } = await import(library);
  const store = await open(directory, options);
  const edited = new EditedValues();
  const reporter = new Reporter(maxUntold, send);
  const memory = setInterval(() => void send({ memory: process.memoryUsage() }), memoryEveryMs);
  const work = Array.from({ length: callers }, (_, caller) => call(store, edited, reporter, round, caller));
  await Promise.all([...work, maintain(store, round)]);
  clearInterval(memory);
  await store.close();
  await send({ stopped: reporter.counts });
  process.disconnect();
}

/**
 * @param {any} store
 * @param {any} edited
 * @param {Reporter} reporter
 * @param {import('./load.mjs').Round} round
 * @param {number} caller
 */
async function call(store, edited, reporter, round, caller) {
  const load = new Load(round, caller);
  const random = new Random(round.seed + caller);
  const model = await modelOf(store, prefixOf(caller));
  for (let calls = 1; !stopped; calls++) {
    const changes = load.next();
    await make(store, edited, changes);
    model.apply(changes);
    await reporter.acknowledged(caller);
    if (calls % callsPerRead === 0) await expectRead(store, model, changes[0]?.key ?? '');
    if (calls % callsPerScan === 0) await expectScan(store, model, prefixOf(caller));
    if (random.next() < 0.2) await pause(random.between(0, 4));
  }
}

/**
 * @param {any} store
 * @param {any} edited
 * @param {import('./load.mjs').SoakChange[]} changes
 */
async function make(store, edited, changes) {
  const [first] = changes;
  if (first?.op === 'set' && first.isEdit) {
    await store.batchOf(edited.list([first]));
    return;
  }
  if (changes.length > 1 || first === undefined) await store.batch(changes);
  else if (first.op === 'delete') await store.delete(first.key);
  else await store.set(first.key, first.value, first.expireAt === null ? {} : { expireAt: first.expireAt });
}

/**
 * @param {any} store
 * @param {Model} model
 * @param {string} key
 */
async function expectRead(store, model, key) {
  const before = Date.now();
  const found = await store.get(key);
  const value = found === null ? null : Buffer.from(found).toString();
  // Its deadline may pass while it is read.
  if (value === model.get(key, before) || value === model.get(key, Date.now())) return;
  throw new Error(`${key} was read as ${value?.slice(0, 40)} right after it was written.`);
}

/**
 * @param {any} store
 * @param {Model} model
 * @param {string} prefix
 */
async function expectScan(store, model, prefix) {
  const before = Date.now();
  const view = store.view();
  const after = Date.now();
  const found = new Map();
  for await (const { key, value } of view.scan({ prefix })) {
    found.set(Buffer.from(key).toString(), Buffer.from(value).toString());
  }
  view.release();
  if (model.matches(found, before) || model.matches(found, after)) return;
  throw new Error(`A scan of ${prefix} gave ${found.size} keys that are not those written.`);
}

/**
 * @param {any} store
 * @param {string} prefix
 */
async function modelOf(store, prefix) {
  /** @type {[string, { value: string, expireAt: number | null }][]} */
  const keys = [];
  for await (const { key, value, expireAt } of store.scan({ prefix })) {
    keys.push([Buffer.from(key).toString(), { value: Buffer.from(value).toString(), expireAt }]);
  }
  return new Model(keys);
}

/**
 * @param {any} store
 * @param {import('./load.mjs').Round} round
 */
async function maintain(store, round) {
  const random = new Random(round.seed + round.round);
  const [from = 0, to = 0] = maintenanceEveryMs;
  let dueMs = Date.now() + random.between(from, to);
  while (!stopped) {
    await pause(50);
    if (Date.now() < dueMs) continue;
    if (random.next() < 0.5) await store.snapshot();
    else await store.compact();
    dueMs = Date.now() + random.between(from, to);
  }
}

process.on('message', (/** @type {'stop' | Orders} */ message) => {
  if (message === 'stop') {
    stopped = true;
    return;
  }
  write(message).catch(async (/** @type {Error} */ error) => {
    await send({ failed: error.stack ?? error.message }).catch(() => undefined);
    process.exit(1);
  });
});
// Nobody is left to report to.
process.once('disconnect', () => {
  if (!stopped) process.exit(0);
});
