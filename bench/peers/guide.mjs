import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'guide_engine.py');

async function pythonVersion() {
  const { stdout } = await run('python3', ['--version']);
  return stdout.trim();
}

/** @type {import('./index.mjs').Contender} */
export default {
  id: 'guide',
  title: "the guide's Python engine",
  durable: 'flush and `os.fsync` a set, as the guide has it',
  relaxed: '`fsync=False`: flushed to the OS a set',
  reads: '`get`: seek and read',
  version: pythonVersion,
  async unavailable() {
    try {
      await pythonVersion();
      return null;
    } catch {
      return 'python3 was not found';
    }
  },
  workloads: ['durable-one', 'load', 'gets', 'open', 'compaction'],
  async run(workload, { directory, dataset, shape }) {
    const job = { ...shape, workload, directory, dataset };
    const { stdout } = await run('python3', [script, JSON.stringify(job)]);
    return JSON.parse(stdout);
  },
};
