import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { submitBuild } from '../support/simulated-build.ts'
import { DAY, START, test, viewOf } from './support/builds.ts'
import { startDaemon } from './support/daemon.ts'

const details = (page: Page) => page.getByTestId('process-details')

test('from the list to the command line of a slow process, by keys alone', async ({
  page,
  builds: { daemon, ids },
}) => {
  await page.goto(`${daemon.url}/runs`)
  await expect(page.getByTestId('run-row')).toHaveCount(6)
  await expect(page.getByTestId('change').first()).toContainText('%')
  await page.locator(`[data-run="${ids[5]}"]`).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator(`[data-run="${ids[4]}"]`)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('history')).toContainText('Slower than usual')
  const slowest = page.getByTestId('slowest').getByRole('button').first()
  await expect(slowest).toBeVisible()
  for (let i = 0; i < 40 && !(await slowest.evaluate((node) => node === document.activeElement)); i++)
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const commandLine = await slowest.getAttribute('title')
  await expect(details(page).getByTestId('command-line')).toHaveText(commandLine!)
})

test('the timeline finds, walks, zooms, and its link shows the same again', async ({
  page,
  builds: { daemon, ids },
}) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}/timeline`)
  await expect(page.getByTestId('timeline')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('module_0_7.c cc1')
  await expect(page.getByTestId('found')).toHaveText('1')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('found')).toHaveText('1 of 1')
  await expect(details(page).getByTestId('process-name')).toHaveText('cc1')
  await page.getByLabel('Find a process').fill('as')
  await expect(page.getByTestId('found')).not.toHaveText('1 of 1')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByTestId('found')).toContainText(' of ')

  // The family, from a process to its parent, to a sibling, to a child.
  await page.getByLabel('Find a process').fill('module_0_7.c cc1')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('found')).toHaveText('1 of 1')
  await page.getByTestId('timeline').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(details(page).getByTestId('process-name')).toHaveText('gcc')
  await page.keyboard.press('Alt+ArrowDown')
  await expect(details(page).getByTestId('process-name')).toHaveText('cc1')
  await page.keyboard.press('Alt+ArrowRight')
  await expect(details(page).getByTestId('process-name')).toHaveText('as')
  await page.keyboard.press('f')
  await expect(page).toHaveURL(/t=[\d.]+-[\d.]+/)
  const before = await viewOf(page)
  await page.reload()
  await expect(details(page).getByTestId('process-name')).toHaveText('as')
  await expect.poll(async () => (await viewOf(page)).from).toBeCloseTo(before.from, 1)
  await expect(page.getByLabel('Find a process')).toHaveValue('module_0_7.c cc1')
  await page.keyboard.press('0')
  await expect(page).not.toHaveURL(/t=/)
})

test('flame, processes and critical path lead to the same process', async ({
  page,
  builds: { daemon, ids },
}) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}/flame`)
  await page.getByTestId('flame').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByTestId('frame')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Show all' })).toBeVisible()
  await page.getByText('CPU', { exact: true }).click()
  await page.getByRole('link', { name: 'Critical path' }).click()
  const step = page.getByTestId('path-steps').getByRole('button').filter({ hasText: 'ld' }).last()
  await step.click()
  await expect(details(page).getByTestId('waiting')).toContainText('On a processor')
  await page.getByRole('link', { name: 'Processes' }).click()
  await expect(details(page).getByTestId('command-line')).toContainText('ld --eh-frame-hdr')
  await page.getByRole('link', { name: 'Show in the timeline' }).click()
  await expect(page).toHaveURL(/timeline\?sel=/)
  await page.goBack()
  await expect(page).toHaveURL(/processes/)
})

test('two runs are compared, and the trend leads to a run', async ({ page, builds: { daemon, ids } }) => {
  await page.goto(`${daemon.url}/compare?head=${ids[5]}`)
  // The run before is the base until another is chosen.
  await expect(page).toHaveURL(new RegExp(`base=${ids[4]}`))
  await expect(page.getByTestId('compare-verdict')).toContainText('slower')
  const base = page.getByRole('combobox', { name: 'Base' })
  const choose = async (words: string, id: string) => {
    await base.click()
    await base.fill(words)
    await page.locator(`[role=option][data-run="${id}"]:visible`).click()
    await expect(page).toHaveURL(new RegExp(`base=${id}`))
  }
  await choose(`make ${ids[0]}`, ids[0]!)
  await expect(page.getByTestId('changes').getByRole('listitem').first()).toContainText('Slower')
  await page.goto(`${daemon.url}/compare?base=${ids[5]}&head=${ids[5]}`)
  await expect(page.getByTestId('changes')).toContainText('No process took longer')
  await page.goto(`${daemon.url}/trends?q=-j4`)
  await expect(page.getByTestId('trend')).toContainText('Slower than usual')
  // Two runs are picked, in either order, and compared; the tooltip says which they are.
  const dots = page.getByTestId('trend').locator('svg').getByRole('button')
  await dots.last().click()
  await expect(page.getByTestId('trend-tooltip')).toContainText('Passed')
  await expect(page.getByTestId('picked').getByRole('link')).toHaveAttribute('href', `/runs/${ids[5]}`)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await page.getByTestId('picked').getByRole('link', { name: 'Compare' }).click()
  await expect(page).toHaveURL(new RegExp(`base=${ids[4]}&head=${ids[5]}`))
})

test('the palette goes anywhere, and ? shows the keys', async ({ page, builds: { daemon, ids } }) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}`)
  await expect(page.getByTestId('findings')).toBeVisible()
  const palette = page.getByRole('combobox', { name: 'Go to a run or a page' })
  await page.keyboard.press('Control+k')
  await expect(palette).toBeFocused()
  await page.keyboard.type('critical')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/critical-path$/)
  await page.keyboard.press('Control+k')
  await expect(palette).toBeFocused()
  await page.keyboard.type('make -j4')
  await expect(page.getByRole('option').filter({ hasText: 'make -j4' }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('?')
  await expect(page.getByTestId('keys-sheet')).toContainText('fit the selection')
})

/** The ids of a run's events, in the order in which they were recorded. */
async function eventIds(url: string, run: string): Promise<string[]> {
  const query = `query ($run: UUID!) { run(id: $run) { events(first: 500, order: seq) { nodes { id } pageInfo { hasNextPage } } } }`
  const body = JSON.stringify({ query, variables: { run } })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
  const { data } = (await response.json()) as {
    data: { run: { events: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean } } } }
  }
  expect(data.run.events.pageInfo.hasNextPage).toBe(false)
  return data.run.events.nodes.map(({ id }) => id)
}

test('exports are what they say', async ({ page, builds: { daemon, ids } }) => {
  await page.goto(`${daemon.url}/runs/${ids[5]}`)
  const save = async (word: string) => {
    await page.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await page.getByTestId('exports').getByRole('button', { name: word }).click()
    const file = await download
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
  }
  const trace = await save('Chrome trace')
  expect(trace.name).toMatch(/^make-j4-2026-01-07T.*\.trace\.json$/)
  const { traceEvents } = JSON.parse(trace.text) as { traceEvents: { ph: string }[] }
  const count = traceEvents.filter(({ ph }) => ph === 'X').length
  const csv = await save('CSV')
  expect(csv.text.trim().split('\r\n')).toHaveLength(count + 1)

  // What was exported makes the same run in another daemon.
  const other = await startDaemon()
  try {
    const { text } = await save('NDJSON')
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; data: { id: string } })
    const recorded = await eventIds(daemon.url, ids[5]!)
    expect(recorded.length).toBeGreaterThan(count)
    expect(lines.map(({ data }) => data.id)).toEqual([ids[5], ...recorded])
    const headers = { 'content-type': 'application/x-ndjson' }
    const answer = await fetch(`${other.url}/api/live/submit`, { method: 'POST', headers, body: text })
    expect(answer.ok).toBe(true)
    expect(await eventIds(other.url, ids[5]!)).toEqual(recorded)
    await page.goto(`${other.url}/runs/${ids[5]}`)
    await expect(page.getByTestId('figure-processes')).toHaveText(String(count))
  } finally {
    await other.close()
  }
})

test('runs are selected and deleted by keys; what cannot be deleted is listed', async ({ page }) => {
  const here = await startDaemon()
  try {
    for (let day = 0; day < 4; day++) await submitBuild(here.url, { processes: 20, start: START + day * DAY })
    await page.goto(`${here.url}/runs`)
    await expect(page.getByTestId('run-row')).toHaveCount(4)
    await page.getByTestId('run-row').first().getByRole('link').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await expect(page.getByText('2 selected')).toBeVisible()
    await page.keyboard.press('Delete')
    await expect(page.getByRole('dialog')).toContainText('Delete 2 runs?')
    await page.keyboard.press('Escape')
    // The focus is in the dialog until it is gone.
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByTestId('run-row')).toHaveCount(4)
    await page.keyboard.press('Delete')
    await page.getByTestId('confirm-delete').click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByTestId('run-row')).toHaveCount(2)

    // One of the two that are left goes before it is confirmed.
    await page.getByTestId('run-row').first().getByRole('link').focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await expect(page.getByRole('dialog')).toContainText('Delete 2 runs?')
    await page.route('**/graphql', async (route) => {
      const body = route.request().postDataJSON() as { variables?: { ids?: string[] } }
      if (!body.variables?.ids) return route.fallback()
      const ids = [body.variables.ids[0], '00000000-0000-4000-8000-000000000000']
      return route.continue({ postData: { ...body, variables: { ids } } })
    })
    await page.getByTestId('confirm-delete').click()
    await expect(page.getByTestId('failures')).toContainText('00000000')
    await expect(page.getByTestId('run-row')).toHaveCount(1)
  } finally {
    await here.close()
  }
})
