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
 * How often the exhaustive specs tried what, summed by name: they append `{name, n, seconds}` lines to WALSCOPE_TRIED;
 * where seconds are told, the rate is too.
 * @param {string} file
 * @returns {string} such as "truncations 5,123 · swept states 1,000,000 (9,000 a second)", empty when nothing was counted
 */
export function readTried(file) {
  /** @type {Map<string, {n: number, seconds: number}>} */
  const sums = new Map();
  for (const line of readLines(file)) {
    const { name, n, seconds = 0 } = JSON.parse(line);
    const sum = sums.get(name) ?? { n: 0, seconds: 0 };
    sums.set(name, { n: sum.n + n, seconds: sum.seconds + seconds });
  }
  const number = (/** @type {number} */ n) => Math.round(n).toLocaleString('en-US');
  return [...sums]
    .map(([name, { n, seconds }]) => {
      const rate = seconds > 0 ? ` (${number(n / seconds)} a second)` : '';
      return `${name} ${number(n)}${rate}`;
    })
    .join(' · ');
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
