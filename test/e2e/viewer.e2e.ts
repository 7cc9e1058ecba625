import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { submitBuild } from '../support/simulated-build.ts'
import { axe } from './support/axe.ts'
import { slices, test } from './support/builds.ts'
import { startDaemon } from './support/daemon.ts'

const PROCESSES = 10_000
const COMMAND = join(import.meta.dirname, '../../dist/buildspy.js')

test('a build of 10,000 processes opens from its file, and asks nobody', async ({ page }) => {
  const daemon = await startDaemon()
  const file = join(daemon.directory, 'build.html')
  try {
    const id = await submitBuild(daemon.url, {
      // The plan is met to a hundredth.
      processes: PROCESSES * 1.02,
      jobs: 8,
      start: Date.parse('2026-01-02T03:04:05Z'),
    })
    const args = [COMMAND, 'export', id, '--format', 'html', '-o', file, '--url', daemon.url]
    await promisify(execFile)(process.execPath, args)
    expect((await stat(file)).size).toBeLessThan(2 * 1024 * 1024)

    const trouble: string[] = []
    const address = pathToFileURL(file).href
    page.on('request', (request) => request.url() === address || trouble.push(request.url()))
    page.on('pageerror', (error) => trouble.push(error.message))
    page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()))
    await page.goto(address)
    await expect.poll(async () => (await slices(page)).length).toBeGreaterThan(0)
    const count = (await page.getByTestId('figure-processes').textContent()) ?? ''
    expect(Number(count.replace(/\D/g, ''))).toBeGreaterThanOrEqual(PROCESSES)

    // It has the styles of the components that it shares with the dashboard.
    await expect(page.locator('legend').first()).toHaveCSS('position', 'absolute')
    await page.getByRole('searchbox').fill('cc1')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('process-name')).toHaveText('cc1')
    expect([...trouble, ...(await axe(page))]).toEqual([])
  } finally {
    await daemon.close()
  }
})
