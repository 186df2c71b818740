import { defineConfig } from 'vitest/config';

/** How fast a machine is, and what else it does, is no question of a spec: the exhaustive ones have hours. */
const hungAfterMs = process.env.WALSCOPE_LONG === '1' ? 6 * 3_600_000 : 60_000;

export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'src/**/*.spec.tsx', 'scripts/**/*.spec.ts', 'docs/**/*.spec.ts'],
    globalSetup: ['./vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: hungAfterMs,
    hookTimeout: hungAfterMs,
  },
});
