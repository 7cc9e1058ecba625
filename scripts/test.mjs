import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tryCommand } from './command.mjs'
import { Failure } from './failure.mjs'
import { say } from './progress.mjs'
import { readPlaywright, readVitest } from './reports.mjs'
import { setUp } from './setup.mjs'
import { describeMissing, provide, TEST_PARTS } from './system.mjs'

const BIN = 'node_modules/.bin'

/**
 * `npm test [-- ARGS…]`: everything the tests need, then vitest, then the browser test. Arguments go to vitest, and
 * then it is the only one to run. The last line is `N passed, N failed`; in CI a missing part is a failure.
 * @param {string[]} args
 */
export async function main(args) {
  const missing = await provide(TEST_PARTS)
  if (missing.length > 0 && process.env.CI) throw new Failure(describeMissing(missing))
  await setUp()
  const scratch = mkdtempSync(join(tmpdir(), 'buildspy-test-'))
  try {
    const results = [await runVitest(args, join(scratch, 'vitest.json'))]
    if (args.length > 0) say('The browser test runs with `npm test` alone')
    else if (missing.some(({ debian }) => debian === 'chromium')) say('The browser test is left out')
    else results.push(await runPlaywright(join(scratch, 'playwright.json')))
    if (missing.length > 0) say(describeMissing(missing))
    summarize(results, { strict: Boolean(process.env.CI) && args.length === 0 })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function runVitest(args, report) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { exitCode } = await tryCommand(`${BIN}/vitest`, ['run', ...reporters, ...args], { show: true })
  return readVitest(report, exitCode)
}

async function runPlaywright(report) {
  const args = ['test', '--config', 'test/e2e/playwright.config.ts', '--reporter=list,json']
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const { exitCode } = await tryCommand(`${BIN}/playwright`, args, { env, show: true })
  return readPlaywright(report, exitCode)
}

/** In CI a skipped test is a failure: something it needs is missing there. */
function summarize(results, { strict }) {
  const sum = (field) => results.reduce((total, result) => total + result[field], 0)
  const skipped = sum('skipped')
  if (skipped > 0) say(`${skipped} skipped${strict ? ': in CI a skipped test counts as failed' : ''}`)
  const failed = sum('failed') + (strict ? skipped : 0)
  say(`${sum('passed')} passed, ${failed} failed`)
  if (failed > 0) process.exitCode ??= 1
}
