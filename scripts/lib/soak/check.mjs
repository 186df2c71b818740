// @ts-check
import { callers, Load, Model, prefixOf } from './load.mjs';

/** A caller may have been so many calls ahead of what its process had told of, and one more under way. */
export const maxUntold = 32;

/** @typedef {import('./load.mjs').Round} Round */
/** @typedef {{ key: Uint8Array, value: Uint8Array }} Entry */

/**
 * Compares a store with what was acknowledged: of each caller all calls that were told of must be there, in order and
 * whole, and at most those that may have followed. Returns the callers' models as they turn out; throws on a difference.
 * @param {{ scan(options: { prefix: string }): AsyncIterable<Entry> }} store
 * @param {readonly Model[]} before the round
 * @param {Round} round
 * @param {readonly number[]} told calls of each caller
 * @param {number} nowMs by which the store judges deadlines
 * @returns {Promise<Model[]>}
 */
export async function check(store, before, round, told, nowMs) {
  const models = [];
  for (let caller = 0; caller < callers; caller++) {
    const found = await contentsOf(store, prefixOf(caller));
    const model = (before[caller] ?? new Model()).copy();
    models.push(settle(model, new Load(round, caller), told[caller] ?? 0, found, nowMs));
  }
  return models;
}

/**
 * @param {Model} model
 * @param {Load} load
 * @param {number} told
 * @param {ReadonlyMap<string, string>} found
 * @param {number} nowMs
 */
function settle(model, load, told, found, nowMs) {
  for (let call = 0; call < told; call++) model.apply(load.next());
  const acknowledged = model.copy();
  for (let untold = 0; untold <= maxUntold; untold++) {
    if (model.matches(found, nowMs)) return model;
    model.apply(load.next());
  }
  throw new Error(`After ${told} acknowledged calls: ${difference(acknowledged.aliveAt(nowMs), found)}.`);
}

/**
 * @param {ReadonlyMap<string, string>} expected
 * @param {ReadonlyMap<string, string>} found
 */
function difference(expected, found) {
  const start = (/** @type {string | undefined} */ value) =>
    value === undefined ? 'nothing' : value.slice(0, 40);
  const keys = [...new Set([...expected.keys(), ...found.keys()])];
  const different = keys.filter((key) => expected.get(key) !== found.get(key)).slice(0, 5);
  return different
    .map((key) => `${key} holds ${start(found.get(key))} instead of ${start(expected.get(key))}`)
    .join('; ');
}

/**
 * @param {{ scan(options: { prefix: string }): AsyncIterable<Entry> }} store
 * @param {string} prefix
 */
async function contentsOf(store, prefix) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for await (const { key, value } of store.scan({ prefix })) {
    found.set(Buffer.from(key).toString(), Buffer.from(value).toString());
  }
  return found;
}
