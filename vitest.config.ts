import { defineConfig } from 'vitest/config';
import { hungAfterMs, long } from './src/main/engine/specs/tried.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'src/**/*.spec.tsx', 'scripts/**/*.spec.ts', 'docs/**/*.spec.ts'],
    globalSetup: ['./vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: long ? hungAfterMs : 60_000,
    hookTimeout: long ? hungAfterMs : 30_000,
  },
});
