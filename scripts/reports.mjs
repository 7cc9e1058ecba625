import { readFileSync } from 'node:fs'

/**
 * The counts of a test run, from its JSON report. A runner that fails without naming a test (a file that cannot be
 * loaded, no report at all) counts as one failure, so that the sum never looks better than the exit code.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @param {string} path @param {number} exitCode @returns {Counts} */
export function readVitest(path, exitCode) {
  return counts(path, exitCode, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }))
}

/** @param {string} path @param {number} exitCode @returns {Counts} */
export function readPlaywright(path, exitCode) {
  return counts(path, exitCode, ({ stats }) => ({
    // Flaky: failed first and passed on a retry.
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }))
}

function counts(path, exitCode, read) {
  let result = { passed: 0, failed: 0, skipped: 0 }
  try {
    result = read(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { ...result, failed: 1 }
  }
  return exitCode !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result
}
