import { defineConfig } from '@playwright/test';
import type { HostOptions } from './e2e/app.ts';

/**
 * Every spec runs on both hosts, in Chromium and in Electron, but those named *.web.spec.ts and *.electron.spec.ts.
 * Both need a build (npm run build).
 */
export default defineConfig<HostOptions>({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  outputDir: './test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // What takes longer hangs: how fast a machine is, and what else it does, is no question of a spec.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  projects: [
    { name: 'web', use: { host: 'web' }, testIgnore: '**/*.electron.spec.ts' },
    { name: 'electron', use: { host: 'electron' }, testIgnore: '**/*.web.spec.ts' },
  ],
});
