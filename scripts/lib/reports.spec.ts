import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPlaywrightReport, readTried, readVitestReport } from './reports.mjs';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'walscope-reports-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(content: unknown): string {
  const file = join(directory, 'report');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

test('a file that could not be loaded counts as a failure', () => {
  const file = write({
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [
      { status: 'passed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [] },
    ],
  });
  expect(readVitestReport(file)).toEqual({ passed: 5, failed: 2, skipped: 0 });
});

test('errors outside of any test, and tests that pass now and then, count as failures', () => {
  const file = write({ stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] });
  expect(readPlaywrightReport(file)).toEqual({ passed: 7, failed: 3, skipped: 2 });
});

test('no report is no counts', () => {
  expect(readVitestReport(join(directory, 'missing'))).toBeNull();
  expect(readPlaywrightReport(write('{'))).toBeNull();
});

test('what was tried is summed by name', () => {
  const lines = [
    { name: 'truncations', n: 5000 },
    { name: 'flips', n: 40_960 },
    { name: 'truncations', n: 123 },
  ];
  expect(readTried(write(lines.map((line) => `${JSON.stringify(line)}\n`).join('')))).toBe(
    'truncations 5,123 · flips 40,960',
  );
  expect(readTried(join(directory, 'missing'))).toBe('');
});
