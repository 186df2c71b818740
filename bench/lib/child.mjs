import { contender } from '../peers/index.mjs';

/** One step of one workload of one contender, in a process of its own so that heaps and caches do not mix. */
process.once('message', async (job) => {
  const answer = await run(job).then(
    (figures) => ({ figures }),
    (error) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  process.send(answer, () => process.exit(0));
});

async function run({ contender: id, step, context }) {
  const who = await contender(id);
  if (who.run) return who.run(step, context);
  const workload = await import(`../workloads/${step}.mjs`);
  return workload.run(who, context);
}
