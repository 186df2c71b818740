import { readAll } from './gets.mjs';

/**
 * What a get costs when the store is too large for the cache: a system call for each record.
 *
 * @param {import('../peers/index.mjs').Contender} contender
 * @param {import('./index.mjs').Context} context
 */
export async function run(contender, context) {
  return readAll(contender, context, { cacheBytes: 0 });
}
