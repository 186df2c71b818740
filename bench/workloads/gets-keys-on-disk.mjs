import { readAll } from './gets.mjs';

/**
 * What a get costs when its key is known by its record alone.
 *
 * @param {import('../peers/index.mjs').Contender} contender
 * @param {import('./index.mjs').Context} context
 */
export async function run(contender, context) {
  return readAll(contender, context, { keysInMemory: false });
}
