// @ts-check
import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts of vitest's JSON report. A file that could not even be loaded has no tests to fail: it counts as one.
 * @param {string} file
 * @returns {Counts | null} null when there is no report
 */
export function readVitestReport(file) {
  const report = readJson(file);
  if (!report) return null;
  const broken = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ result) =>
      result.status === 'failed' && result.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Counts of Playwright's JSON report; errors outside of any test count too.
 * @param {string} file
 * @returns {Counts | null} null when there is no report
 */
export function readPlaywrightReport(file) {
  const report = readJson(file);
  if (!report) return null;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped };
}

/**
 * How often the exhaustive specs tried what, summed by name: they append `{name, n}` lines to WALSCOPE_TRIED.
 * @param {string} file
 * @returns {string} such as "truncations 5,123 · flips 40,960", empty when nothing was counted
 */
export function readTried(file) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const line of readLines(file)) {
    const { name, n } = JSON.parse(line);
    sums.set(name, (sums.get(name) ?? 0) + n);
  }
  return [...sums].map(([name, n]) => `${name} ${n.toLocaleString('en-US')}`).join(' · ');
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** @param {string} file */
function readLines(file) {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}
