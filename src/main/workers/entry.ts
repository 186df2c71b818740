import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The built file of a worker or child process whose source is src/main/workers/<name>.ts. Under vitest the
 * directory comes from WALSCOPE_WORKERS (vitest.setup.ts builds them); otherwise it lies beside the bundle.
 */
export function workerEntry(name: string): string {
  const given = process.env.WALSCOPE_WORKERS;
  if (given) return join(given, `${name}.js`);
  let directory = dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < 4; level++) {
    const candidate = join(directory, 'workers', `${name}.js`);
    if (existsSync(candidate)) return candidate;
    directory = dirname(directory);
  }
  throw new Error(`worker ${name} has not been built: run npm run build`);
}
