import { expect } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { submitBuild } from '../support/simulated-build.ts'
import { DAY, START, test } from './support/builds.ts'
import { startDaemon } from './support/daemon.ts'

test('the list is searched, narrowed and sorted by its URL, back and forth', async ({
  page,
  builds: { daemon, ids },
}) => {
  const rows = page.getByTestId('run-row')
  const first = rows.first().getByRole('link')
  await page.goto(`${daemon.url}/runs`)
  await expect(rows).toHaveCount(6)
  await expect(first).toHaveAttribute('data-run', ids[5]!)

  await page.getByRole('button', { name: 'Started' }).click()
  await expect(page).toHaveURL(/\?sort=oldest$/)
  await expect(first).toHaveAttribute('data-run', ids[0]!)
  await page.getByRole('button', { name: 'Duration' }).click()
  await expect(page).toHaveURL(/\?sort=slowest$/)
  await expect(first).toHaveAttribute('data-run', ids[5]!)
  await expect(page.getByRole('columnheader', { name: 'Duration' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  await page.getByRole('button', { name: 'Duration' }).click()
  await expect(page).toHaveURL(/\?sort=fastest$/)
  await expect(rows.last().getByRole('link')).toHaveAttribute('data-run', ids[5]!)

  await page.keyboard.press('/')
  await page.keyboard.type('nothing like it')
  await expect(page.getByText('No run matches')).toBeVisible()
  await expect(page).toHaveURL(/sort=fastest&q=nothing/)
  await page.reload()
  await expect(page.getByText('No run matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(rows).toHaveCount(6)
  await page.getByLabel('Search runs').fill('MAKE -J4')
  await expect(page).toHaveURL(/q=MAKE/)
  await expect(rows).toHaveCount(6)
  await page.getByText('Failed', { exact: true }).click()
  await expect(page).toHaveURL(/status=failed/)
  await expect(page.getByText('No run matches')).toBeVisible()
  await page.getByText('Passed', { exact: true }).click()
  await expect(rows).toHaveCount(6)

  await first.click()
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/)
  await page.goBack()
  await expect(page).toHaveURL(/sort=fastest.*status=completed/)
  await expect(page.getByLabel('Search runs')).toHaveValue('MAKE -J4')
  await expect(rows.last().getByRole('link')).toHaveAttribute('data-run', ids[5]!)
})

test('pages follow each other without a gap; a list that cannot be read keeps its rows', async ({ page }) => {
  const daemon = await startDaemon()
  try {
    const ids: string[] = []
    for (let day = 0; day < 53; day++)
      ids.unshift(await submitBuild(daemon.url, { processes: 5, start: START + day * DAY }))
    const rows = page.getByTestId('run-row')
    const shown = () =>
      rows.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('data-run')))
    await page.goto(`${daemon.url}/runs`)
    await expect.poll(shown).toEqual(ids.slice(0, 50))
    await page.getByRole('link', { name: 'Next page' }).click()
    await expect(page).toHaveURL(/after=/)
    await expect.poll(shown).toEqual(ids.slice(50))
    await page.reload()
    await expect.poll(shown).toEqual(ids.slice(50))

    // A build that ends meanwhile belongs to the first page, and does not move what is read here.
    const newest = await submitBuild(daemon.url, { processes: 5, start: START + 60 * DAY })
    await page.goBack()
    await expect.poll(shown).toEqual([newest, ...ids.slice(0, 49)])

    await page.route('**/graphql', (route) => route.abort())
    await page.getByRole('button', { name: 'Started' }).click()
    await expect(
      page.getByText('The runs could not be read; the list shows the last known runs.'),
    ).toBeVisible()
    await expect(rows).toHaveCount(50)
    await page.unroute('**/graphql')
    await page.getByRole('button', { name: 'Retry' }).click()
    await expect(rows.first().getByRole('link')).toHaveAttribute('data-run', ids.at(-1)!)

    await expect(page.locator('html')).toHaveAttribute('data-prefetched')
    await daemon.close()
    await expect(page.getByTestId('away')).toBeVisible()
    await expect(rows).toHaveCount(50)

    // The other pages still open, and say why they are empty.
    await page.getByRole('link', { name: 'Trends' }).click()
    await expect(page.getByText('The trends could not be read')).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible()
  } finally {
    await daemon.close()
  }
})

test('a live build says what is left of its usual time, and a silent one that it died', async ({ page }) => {
  const daemon = await startDaemon()
  try {
    const directory = '/src/usual'
    const day = Date.now() - 10 * DAY
    for (let i = 0; i < 4; i++)
      await submitBuild(daemon.url, { processes: 20, directory, start: day + i * DAY, slowdown: 400 })
    const began = new Date().toISOString()
    const run = {
      id: randomUUID(),
      command: 'make',
      args: ['-j8'],
      working_dir: directory,
      start_time: began,
      status: 'running',
      process_count: 0,
    }
    const submit = async (data: object) => {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ type: 'build_run', data })
      const answer = await fetch(`${daemon.url}/api/live/submit`, { method: 'POST', headers, body })
      expect(answer.ok).toBe(true)
    }
    await page.goto(`${daemon.url}/runs`)
    await expect(page.getByTestId('run-row')).toHaveCount(4)
    await submit(run)
    const estimate = page.getByTestId('live-run').getByTestId('estimate')
    await expect(estimate).toHaveText(/\d% of the usual .*about (\d+:)?\d+:\d\d left/)
    const before = await estimate.textContent()
    await expect(estimate).not.toHaveText(before!)

    await page.getByTestId('live-run').getByRole('link').click()
    await expect(page.getByTestId('history')).toContainText('Usually')
    await submit({ ...run, status: 'failed', exit_code: -1, end_time: new Date().toISOString() })
    await expect(page.getByTestId('status')).toContainText('Crashed')
    await expect(page.getByText('The daemon received nothing more from this build')).toBeVisible()
  } finally {
    await daemon.close()
  }
})
