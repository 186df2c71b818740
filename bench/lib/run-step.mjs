import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** No step takes this long unless it hangs; one with ten million keys may take longer. */
const limitMs = 120_000;
const longKeys = 1_000_000;

/**
 * @param {import('../peers/index.mjs').Contender} who
 * @param {import('../workloads/index.mjs').Step} step
 * @param {import('../workloads/index.mjs').Context} context
 * @returns {Promise<Record<string, number | null>>}
 */
export async function runStep(who, step, context) {
  const child = fork(join(import.meta.dirname, 'child.mjs'), {
    execArgv: ['--expose-gc', '--max-old-space-size=8192'],
    env: { ...process.env, ...who.environment },
  });
  let answer = null;
  child.on('message', (message) => {
    answer = message;
  });
  child.send({ contender: who.id, step: step.name, context });
  const scale = Math.max(1, Math.max(0, ...context.shape.growth) / longKeys);
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs * scale);
  const [code, signal] = await once(child, 'exit');
  clearTimeout(timer);
  if (step.killed && signal === 'SIGKILL') return {};
  if (answer === null) throw new Error(`its process ended with ${signal ?? code} and said nothing`);
  if (answer.error) throw new Error(answer.error);
  return answer.figures;
}
