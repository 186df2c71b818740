import { openAndRead } from './open.mjs';

/**
 * What an index takes that keeps no keys, and how long it takes to make it of the log. Without the cache of what has
 * been read, which is not the index's.
 *
 * @param {import('../peers/index.mjs').Contender} contender
 * @param {import('./index.mjs').Context} context
 */
export async function run(contender, context) {
  return openAndRead(contender, context, { keysInMemory: false, cacheBytes: 0 });
}
