import { durable } from './durable-many.mjs';

/** @param {import('../peers/index.mjs').Contender} contender @param {import('./index.mjs').Context} context */
export async function run(contender, context) {
  return durable(contender, context, 1);
}
