import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { escaped } from '../../scripts/roff.mjs'
import { temporaryDirectory } from '../support/daemon.ts'

const run = promisify(execFile)

/** The requests of man(7) that the pages use. */
const REQUESTS = /^\.(?:TH|SH|TP|B|BR|br|nf|fi)\b/

test('a text is no request and no escape', () => {
  expect(escaped('.x\n\\n -j')).toBe('\\&.x\n\\en \\-j')
})

test('each command has a page of the manual, from its help', { timeout: 120_000 }, async () => {
  const directory = await temporaryDirectory()
  await run(process.execPath, ['scripts/main.mjs', 'man', directory])
  const pages = await readdir(join(directory, 'man1'))
  const page = (name: string) => readFile(join(directory, 'man1', name), 'utf8')
  const all = await page('buildspy.1')
  for (const [, name] of all.matchAll(/^\.B buildspy\\-(\w+)\(1\)$/gm))
    expect(pages).toContain(`buildspy-${name}.1`)
  const runPage = await page('buildspy-run.1')
  expect(runPage).toMatch(/^\.SH NAME\nbuildspy\\-run \\- run a build and record every process it starts$/m)
  expect(runPage).toContain('.TP\n.B \\-q, \\-\\-quiet\n')
  expect(runPage).toContain('.SH EXAMPLES\n')
  const daemon = await readFile(join(directory, 'man8/buildspyd.8'), 'utf8')
  expect(daemon).toContain('\\-\\-webhook URL')
  for (const text of [all, runPage, daemon])
    expect(text.split('\n').filter((line) => line.startsWith('.') && !REQUESTS.test(line))).toEqual([])
})
