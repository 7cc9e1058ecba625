import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readPlaywright, readVitest } from '../../scripts/reports.mjs'

const directory = mkdtempSync(join(tmpdir(), 'buildspy-reports-'))
afterAll(() => rmSync(directory, { recursive: true }))

function report(content: object | string) {
  const path = join(directory, 'report.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 }
const playwright = { stats: { expected: 3, unexpected: 2, flaky: 1, skipped: 1 } }

test('counts what the runners report', () => {
  expect(readVitest(report(vitest), 0)).toEqual({ passed: 5, failed: 0, skipped: 2 })
  expect(readPlaywright(report(playwright), 1)).toEqual({ passed: 4, failed: 2, skipped: 1 })
})

test('a failure that no test is named for counts as one', () => {
  expect(readVitest(report(vitest), 1)).toEqual({ passed: 5, failed: 1, skipped: 2 })
  expect(readVitest(report('{"numPassed'), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(readPlaywright(join(directory, 'missing.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})
