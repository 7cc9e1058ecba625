import { expect, test, type Page } from '@playwright/test'
import { anEvent, aRun } from '../support/submissions.ts'
import { startDaemon } from './support/daemon.ts'

/** Reorders, hides and breaks lines, and what a terminal obeys. */
const HOSTILE = 'a\u001b[2J\u009b3J\u0085\u007f\b\r\n\t\u202eb\u202c\u2066\u2069\u200e\u2028\u200b\ufeffz'

const STEERS = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u

/** All that a page says: its text, its title, and the attributes that are read out or shown. */
const saidOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => [
    document.title,
    document.body.innerText,
    ...[...document.querySelectorAll('[title], [aria-label]')].flatMap((element) => [
      element.getAttribute('title') ?? '',
      element.getAttribute('aria-label') ?? '',
    ]),
    ...[...document.querySelectorAll('option, svg title')].map((element) => element.textContent ?? ''),
  ])

test('what a build is called steers no page, and is copied as it is', async ({ page, context }) => {
  const daemon = await startDaemon()
  try {
    const start_time = '2026-01-02T03:04:05Z'
    const facts = { name: HOSTILE, cmdline: `${HOSTILE} x`, working_dir: HOSTILE, start_time }
    const builds = [0, 1].map((more) => {
      const run = aRun({ command: HOSTILE, args: [HOSTILE], working_dir: HOSTILE, host: HOSTILE, start_time })
      const end_time = `2026-01-02T03:04:${String(10 + 2 * more).padStart(2, '0')}Z`
      const { id } = run.data
      const ended = { ...facts, end_time, exit_code: 3, signal: HOSTILE.slice(0, 20) }
      const labels = { [HOSTILE]: HOSTILE }
      const whole = { ...run.data, labels, status: 'failed' as const, end_time, exit_code: 2 }
      return {
        id,
        lines: [
          { type: 'build_run', data: whole },
          anEvent(id, 'process_start', facts),
          anEvent(id, 'process_end', ended),
        ],
      }
    })
    const headers = { 'content-type': 'application/x-ndjson' }
    const body = builds
      .flatMap(({ lines }) => lines)
      .map((line) => JSON.stringify(line))
      .join('\n')
    const answer = await fetch(`${daemon.url}/api/live/submit`, { method: 'POST', headers, body })
    expect(await answer.text()).toMatch(/"accepted":6/)

    const [base, head] = builds.map(({ id }) => id)
    const shown = [
      ['/runs', 'run-row'],
      [`/runs/${head}`, 'findings'],
      [`/runs/${head}/processes`, 'process-row'],
      [`/runs/${head}/critical-path?by=step`, 'path-steps'],
      ['/trends', 'trend'],
      [`/compare?base=${base}&head=${head}`, 'changes'],
    ] as const
    for (const [path, testId] of shown) {
      await page.goto(daemon.url + path)
      await expect(page.getByTestId(testId).first()).toBeVisible()
      await expect.poll(async () => (await saidOn(page)).join('')).toContain(String.raw`\x1b[2J`)
      for (const text of await saidOn(page)) expect(text, path).not.toMatch(STEERS)
    }

    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: daemon.url })
    await page.goto(`${daemon.url}/runs/${head}/processes`)
    await page.getByTestId('process-row').first().click()
    const details = page.getByTestId('process-details')
    await expect(details.getByTestId('command-line')).toContainText(String.raw`\u202eb`)
    for (const text of await saidOn(page)) expect(text).not.toMatch(STEERS)
    await details.getByRole('button', { name: 'Copy the command line' }).click()
    await expect(details.getByRole('button', { name: 'Copy the command line' })).toContainText('Copied')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied.replaceAll('\r\n', '\n')).toBe(facts.cmdline.replaceAll('\r\n', '\n'))
  } finally {
    await daemon.close()
  }
})
