// @ts-check

/** @typedef {import('./run.mjs').RunResult} RunResult */
/** @typedef {import('./reports.mjs').Counts} Counts */

/** Of a failed step's output, what is shown: its end. */
const maxShownLines = 400;

/** Runs steps one after another, says what each came to, and adds up what passed and failed. */
export class Steps {
  passed = 0;
  failed = 0;

  /**
   * A step that is one check: it passes or fails as a whole.
   * @param {string} name
   * @param {() => Promise<RunResult>} work
   */
  async check(name, work) {
    const result = await work();
    this.#finish(name, result, {
      passed: result.code === 0 ? 1 : 0,
      failed: result.code === 0 ? 0 : 1,
      skipped: 0,
    });
  }

  /**
   * A step made of many tests.
   * @param {string} name
   * @param {() => Promise<RunResult>} work
   * @param {() => Counts | null} count reads the report that `work` wrote
   */
  async tests(name, work, count) {
    const result = await work();
    const counts = count() ?? { passed: 0, failed: 1, skipped: 0 };
    // Something went wrong that no test stands for: an error between tests, a run that was cut off.
    if (result.code !== 0 && counts.failed === 0) counts.failed = 1;
    this.#finish(name, result, counts);
  }

  /**
   * @param {string} name
   * @param {string} why
   */
  skip(name, why) {
    console.log(`– ${name.padEnd(9)} skipped: ${why}`);
  }

  /**
   * @param {string} name
   * @param {string} why
   */
  fail(name, why) {
    this.failed += 1;
    console.log(`✗ ${name.padEnd(9)} ${why}`);
  }

  /**
   * @param {string} name
   * @param {RunResult} result
   * @param {Counts} counts
   */
  #finish(name, result, counts) {
    this.passed += counts.passed;
    this.failed += counts.failed;
    const parts = [`${counts.passed} passed`];
    if (counts.failed > 0) parts.push(`${counts.failed} failed`);
    if (counts.skipped > 0) parts.push(`${counts.skipped} skipped`);
    if (result.timedOut) parts.push('stopped: it took too long');
    const seconds = `${(result.ms / 1000).toFixed(1)} s`;
    console.log(
      `${counts.failed > 0 ? '✗' : '✓'} ${name.padEnd(9)} ${seconds.padStart(8)}  ${parts.join(', ')}`,
    );
    if (counts.failed > 0) console.log(result.output.trimEnd().split('\n').slice(-maxShownLines).join('\n'));
  }
}
